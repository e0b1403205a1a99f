// Shadows libc++ 18's header of the same name: atomic::wait without polling. See runtime/atomic_wait.c.
#ifndef _LIBCPP___ATOMIC_ATOMIC_SYNC_H
#define _LIBCPP___ATOMIC_ATOMIC_SYNC_H

#include <__atomic/cxx_atomic_impl.h>
#include <__atomic/memory_order.h>
#include <__config>
#include <__memory/addressof.h>
#include <cstring>
#include <interleave/runtime.h>

_LIBCPP_BEGIN_NAMESPACE_STD

template <class _Tp>
_LIBCPP_HIDE_FROM_ABI inline void __cxx_atomic_notify_one(__cxx_atomic_impl<_Tp> const volatile* __a) {
  interleave_atomic_notify(__a, sizeof(*__a), 0);
}

template <class _Tp>
_LIBCPP_HIDE_FROM_ABI inline void __cxx_atomic_notify_all(__cxx_atomic_impl<_Tp> const volatile* __a) {
  interleave_atomic_notify(__a, sizeof(*__a), 1);
}

template <class _Tp>
_LIBCPP_HIDE_FROM_ABI bool __cxx_nonatomic_compare_equal(_Tp const& __lhs, _Tp const& __rhs) {
  return std::memcmp(std::addressof(__lhs), std::addressof(__rhs), sizeof(_Tp)) == 0;
}

template <class _Atp, class _Tp>
_LIBCPP_HIDE_FROM_ABI bool __cxx_atomic_wait(_Atp* __a, _Tp const __val, memory_order __order) {
  if constexpr (sizeof(_Tp) == 1 || sizeof(_Tp) == 2 || sizeof(_Tp) == 4 || sizeof(_Tp) == 8) {
    interleave_atomic_wait(__a, std::addressof(__val), sizeof(_Tp));
  } else {
    for (;;) {
      auto const __version = interleave_atomic_version(__a);
      if (!std::__cxx_nonatomic_compare_equal<_Tp>(std::__cxx_atomic_load(__a, __order), __val))
        break;
      interleave_atomic_wait_version(__a, __version);
    }
  }
  return true;
}

_LIBCPP_END_NAMESPACE_STD

#endif
