// Shadows libc++ 18's header of the same name: std::call_once on the flag's own word, without the one global
// mutex that all of theirs share. See runtime/once.c. Same layout and initial value, since libc++'s
// compiled objects contain flags too.
#ifndef _LIBCPP___MUTEX_ONCE_FLAG_H
#define _LIBCPP___MUTEX_ONCE_FLAG_H

#include <__config>
#include <__functional/invoke.h>
#include <__utility/forward.h>
#include <interleave/runtime.h>

_LIBCPP_PUSH_MACROS
#include <__undef_macros>

_LIBCPP_BEGIN_NAMESPACE_STD

struct once_flag;

template <class _Callable, class... _Args>
_LIBCPP_HIDE_FROM_ABI void call_once(once_flag&, _Callable&&, _Args&&...);

struct once_flag {
  constexpr once_flag() noexcept : __state_(0) {}
  once_flag(const once_flag&)            = delete;
  once_flag& operator=(const once_flag&) = delete;

  // What compiled parts of libc++ know the flag by.
  typedef unsigned long _State_type;

private:
  static constexpr uint32_t __done = ~uint32_t(0);
  uint32_t __state_;

  template <class _Callable, class... _Args>
  friend void call_once(once_flag&, _Callable&&, _Args&&...);

  // Ends the call however it is left: the flag stays unset if the function throws.
  struct __running {
    once_flag& __flag;
    uint32_t __state;
    ~__running() { interleave_once_end(&__flag.__state_, __state); }
  };
};

template <class _Callable, class... _Args>
_LIBCPP_HIDE_FROM_ABI void call_once(once_flag& __flag, _Callable&& __function, _Args&&... __args) {
  if (!interleave_call_once_begin(&__flag.__state_, once_flag::__done))
    return;
  once_flag::__running __call{__flag, 0};
  std::__invoke(std::forward<_Callable>(__function), std::forward<_Args>(__args)...);
  __call.__state = once_flag::__done;
}

_LIBCPP_END_NAMESPACE_STD

_LIBCPP_POP_MACROS

#endif
