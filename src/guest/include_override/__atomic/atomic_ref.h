// std::atomic_ref ([atomics.ref.generic]). Objects of 1, 2, 4 and 8 bytes that are aligned to their size need no lock. Padding
// counts in compare_exchange, and in wait of larger objects.
#ifndef INTERLEAVE_ATOMIC_REF_H
#define INTERLEAVE_ATOMIC_REF_H

#include <__atomic/memory_order.h>
#include <__config>
#include <__memory/addressof.h>
#include <cstddef>
#include <cstring>
#include <interleave/runtime.h>
#include <type_traits>

#undef __cpp_lib_atomic_ref
#define __cpp_lib_atomic_ref 201806L

_LIBCPP_PUSH_MACROS
#include <__undef_macros>

_LIBCPP_BEGIN_NAMESPACE_STD
inline namespace __interleave {

template <class _Tp>
struct __atomic_ref_base {
  static_assert(is_trivially_copyable_v<_Tp>, "std::atomic_ref<T> requires that T be trivially copyable");

  using value_type = _Tp;

private:
  static constexpr bool __has_instruction = sizeof(_Tp) == 1 || sizeof(_Tp) == 2 || sizeof(_Tp) == 4 || sizeof(_Tp) == 8;

  // What a load that fails to exchange may not do is to release ([atomics.ref.ops]).
  static constexpr int __of_failure(memory_order __order) {
    if (__order == memory_order_acq_rel)
      return __ATOMIC_ACQUIRE;
    return __order == memory_order_release ? __ATOMIC_RELAXED : static_cast<int>(__order);
  }
  bool __exchange_if(_Tp& __expected, _Tp __desired, bool __weak, memory_order __success, int __failure) const noexcept {
    return __atomic_compare_exchange(
        __ptr_, std::addressof(__expected), std::addressof(__desired), __weak, static_cast<int>(__success), __failure);
  }

public:
  static constexpr bool is_always_lock_free    = __has_instruction;
  static constexpr size_t required_alignment = __has_instruction && sizeof(_Tp) > alignof(_Tp) ? sizeof(_Tp) : alignof(_Tp);

  bool is_lock_free() const noexcept { return is_always_lock_free; }

  void store(_Tp __value, memory_order __order = memory_order_seq_cst) const noexcept {
    __atomic_store(__ptr_, std::addressof(__value), static_cast<int>(__order));
  }
  _Tp load(memory_order __order = memory_order_seq_cst) const noexcept {
    alignas(_Tp) unsigned char __place[sizeof(_Tp)];
    _Tp* __value = reinterpret_cast<_Tp*>(__place);
    __atomic_load(__ptr_, __value, static_cast<int>(__order));
    return *__value;
  }
  operator _Tp() const noexcept { return load(); }
  _Tp exchange(_Tp __value, memory_order __order = memory_order_seq_cst) const noexcept {
    alignas(_Tp) unsigned char __place[sizeof(_Tp)];
    _Tp* __old = reinterpret_cast<_Tp*>(__place);
    __atomic_exchange(__ptr_, std::addressof(__value), __old, static_cast<int>(__order));
    return *__old;
  }
  bool compare_exchange_weak(_Tp& __expected, _Tp __desired, memory_order __success, memory_order __failure) const noexcept {
    return __exchange_if(__expected, __desired, true, __success, static_cast<int>(__failure));
  }
  bool compare_exchange_strong(_Tp& __expected, _Tp __desired, memory_order __success, memory_order __failure) const noexcept {
    return __exchange_if(__expected, __desired, false, __success, static_cast<int>(__failure));
  }
  bool compare_exchange_weak(_Tp& __expected, _Tp __desired, memory_order __order = memory_order_seq_cst) const noexcept {
    return __exchange_if(__expected, __desired, true, __order, __of_failure(__order));
  }
  bool compare_exchange_strong(_Tp& __expected, _Tp __desired, memory_order __order = memory_order_seq_cst) const noexcept {
    return __exchange_if(__expected, __desired, false, __order, __of_failure(__order));
  }

  void wait(_Tp __old, memory_order __order = memory_order_seq_cst) const noexcept {
    if constexpr (__has_instruction) {
      interleave_atomic_wait(__ptr_, std::addressof(__old), sizeof(_Tp));
    } else {
      for (;;) {
        auto const __version = interleave_atomic_version(__ptr_);
        _Tp const __now = load(__order);
        if (std::memcmp(std::addressof(__now), std::addressof(__old), sizeof(_Tp)) != 0)
          return;
        interleave_atomic_wait_version(__ptr_, __version);
      }
    }
  }
  void notify_one() const noexcept { interleave_atomic_notify(__ptr_, sizeof(_Tp), 0); }
  void notify_all() const noexcept { interleave_atomic_notify(__ptr_, sizeof(_Tp), 1); }

protected:
  explicit __atomic_ref_base(_Tp& __object) : __ptr_(std::addressof(__object)) {}
  __atomic_ref_base(const __atomic_ref_base&) noexcept = default;

  // The value before; `__change` makes the new one of it.
  template <class _Change>
  _Tp __update(_Change __change, memory_order __order) const noexcept {
    _Tp __old = load(memory_order_relaxed);
    while (!compare_exchange_weak(__old, __change(__old), __order, memory_order_relaxed)) {
    }
    return __old;
  }

  _Tp* __ptr_;
};

enum class __atomic_ref_kind { __plain, __integer, __floating, __pointer };

template <class _Tp>
inline constexpr __atomic_ref_kind __atomic_ref_kind_of =
    is_pointer_v<_Tp>                                          ? __atomic_ref_kind::__pointer
    : is_floating_point_v<_Tp>                                 ? __atomic_ref_kind::__floating
    : is_integral_v<_Tp> && !is_same_v<remove_cv_t<_Tp>, bool> ? __atomic_ref_kind::__integer
                                                               : __atomic_ref_kind::__plain;

// What can be computed with the values of some types.
template <class _Tp, __atomic_ref_kind = __atomic_ref_kind_of<_Tp>>
struct __atomic_ref_arithmetic : __atomic_ref_base<_Tp> {
protected:
  using __atomic_ref_base<_Tp>::__atomic_ref_base;
};

// Integers, and pointers in steps of what they point to.
template <class _Tp, class _Difference, _Difference __step>
struct __atomic_ref_counting : __atomic_ref_base<_Tp> {
  using difference_type = _Difference;

  _Tp fetch_add(_Difference __by, memory_order __order = memory_order_seq_cst) const noexcept {
    return __atomic_fetch_add(this->__ptr_, static_cast<_Difference>(__by * __step), static_cast<int>(__order));
  }
  _Tp fetch_sub(_Difference __by, memory_order __order = memory_order_seq_cst) const noexcept {
    return __atomic_fetch_sub(this->__ptr_, static_cast<_Difference>(__by * __step), static_cast<int>(__order));
  }
  _Tp operator++(int) const noexcept { return fetch_add(1); }
  _Tp operator--(int) const noexcept { return fetch_sub(1); }
  _Tp operator++() const noexcept { return static_cast<_Tp>(fetch_add(1) + 1); }
  _Tp operator--() const noexcept { return static_cast<_Tp>(fetch_sub(1) - 1); }
  _Tp operator+=(_Difference __by) const noexcept { return static_cast<_Tp>(fetch_add(__by) + __by); }
  _Tp operator-=(_Difference __by) const noexcept { return static_cast<_Tp>(fetch_sub(__by) - __by); }

protected:
  using __atomic_ref_base<_Tp>::__atomic_ref_base;
};

template <class _Tp>
struct __atomic_ref_arithmetic<_Tp, __atomic_ref_kind::__integer> : __atomic_ref_counting<_Tp, _Tp, 1> {
  _Tp fetch_and(_Tp __bits, memory_order __order = memory_order_seq_cst) const noexcept {
    return __atomic_fetch_and(this->__ptr_, __bits, static_cast<int>(__order));
  }
  _Tp fetch_or(_Tp __bits, memory_order __order = memory_order_seq_cst) const noexcept {
    return __atomic_fetch_or(this->__ptr_, __bits, static_cast<int>(__order));
  }
  _Tp fetch_xor(_Tp __bits, memory_order __order = memory_order_seq_cst) const noexcept {
    return __atomic_fetch_xor(this->__ptr_, __bits, static_cast<int>(__order));
  }
  _Tp operator&=(_Tp __bits) const noexcept { return fetch_and(__bits) & __bits; }
  _Tp operator|=(_Tp __bits) const noexcept { return fetch_or(__bits) | __bits; }
  _Tp operator^=(_Tp __bits) const noexcept { return fetch_xor(__bits) ^ __bits; }

protected:
  using __atomic_ref_counting<_Tp, _Tp, 1>::__atomic_ref_counting;
};

template <class _Tp>
struct __atomic_ref_arithmetic<_Tp, __atomic_ref_kind::__pointer>
    : __atomic_ref_counting<_Tp, ptrdiff_t, static_cast<ptrdiff_t>(sizeof(remove_pointer_t<_Tp>))> {
protected:
  using __atomic_ref_counting<_Tp, ptrdiff_t, static_cast<ptrdiff_t>(sizeof(remove_pointer_t<_Tp>))>::__atomic_ref_counting;
};

template <class _Tp>
struct __atomic_ref_arithmetic<_Tp, __atomic_ref_kind::__floating> : __atomic_ref_base<_Tp> {
  using difference_type = _Tp;

  _Tp fetch_add(_Tp __by, memory_order __order = memory_order_seq_cst) const noexcept {
    return this->__update([__by](_Tp __value) { return __value + __by; }, __order);
  }
  _Tp fetch_sub(_Tp __by, memory_order __order = memory_order_seq_cst) const noexcept {
    return this->__update([__by](_Tp __value) { return __value - __by; }, __order);
  }
  _Tp operator+=(_Tp __by) const noexcept { return fetch_add(__by) + __by; }
  _Tp operator-=(_Tp __by) const noexcept { return fetch_sub(__by) - __by; }

protected:
  using __atomic_ref_base<_Tp>::__atomic_ref_base;
};

template <class _Tp>
struct atomic_ref : __atomic_ref_arithmetic<_Tp> {
  explicit atomic_ref(_Tp& __object) : __atomic_ref_arithmetic<_Tp>(__object) {}
  atomic_ref(const atomic_ref&) noexcept   = default;
  atomic_ref& operator=(const atomic_ref&) = delete;

  _Tp operator=(_Tp __value) const noexcept {
    this->store(__value);
    return __value;
  }
};

} // namespace __interleave
_LIBCPP_END_NAMESPACE_STD

_LIBCPP_POP_MACROS

#endif
