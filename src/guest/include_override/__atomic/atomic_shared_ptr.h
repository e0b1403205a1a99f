// std::atomic<std::shared_ptr<T>> ([util.smartptr.atomic.shared]), with a mutex: nowhere is it free of locks. What it held is
// destroyed after the mutex was given back.
#ifndef INTERLEAVE_ATOMIC_SHARED_PTR_H
#define INTERLEAVE_ATOMIC_SHARED_PTR_H

#include <__atomic/memory_order.h>
#include <__config>
#include <__memory/shared_ptr.h>
#include <__mutex/lock_guard.h>
#include <__mutex/mutex.h>
#include <__utility/move.h>
#include <cstddef>
#include <interleave/runtime.h>

#undef __cpp_lib_atomic_shared_ptr
#define __cpp_lib_atomic_shared_ptr 201711L

_LIBCPP_PUSH_MACROS
#include <__undef_macros>

_LIBCPP_BEGIN_NAMESPACE_STD

template <class _Tp>
struct atomic;

template <class _Tp>
struct atomic<shared_ptr<_Tp>> {
  using value_type = shared_ptr<_Tp>;

  static constexpr bool is_always_lock_free = false;
  bool is_lock_free() const noexcept { return false; }

  constexpr atomic() noexcept = default;
  constexpr atomic(nullptr_t) noexcept : atomic() {}
  atomic(value_type __desired) noexcept : __value_(std::move(__desired)) {}
  atomic(const atomic&)         = delete;
  void operator=(const atomic&) = delete;
  void operator=(value_type __desired) noexcept { store(std::move(__desired)); }
  void operator=(nullptr_t) noexcept { store(nullptr); }

  void store(value_type __desired, memory_order = memory_order_seq_cst) noexcept { (void)exchange(std::move(__desired)); }
  value_type load(memory_order = memory_order_seq_cst) const noexcept {
    lock_guard<mutex> __lock(__mutex_);
    return __value_;
  }
  operator value_type() const noexcept { return load(); }
  value_type exchange(value_type __desired, memory_order = memory_order_seq_cst) noexcept {
    lock_guard<mutex> __lock(__mutex_);
    __value_.swap(__desired);
    return __desired;
  }
  bool compare_exchange_strong(value_type& __expected, value_type __desired, memory_order, memory_order) noexcept {
    value_type __now;
    {
      lock_guard<mutex> __lock(__mutex_);
      if (__is(__expected)) {
        __value_.swap(__desired);
        return true;
      }
      __now = __value_;
    }
    __expected = std::move(__now);
    return false;
  }
  bool compare_exchange_weak(value_type& __expected, value_type __desired, memory_order __success, memory_order __failure) noexcept {
    return compare_exchange_strong(__expected, std::move(__desired), __success, __failure);
  }
  bool compare_exchange_strong(value_type& __expected, value_type __desired, memory_order __order = memory_order_seq_cst) noexcept {
    return compare_exchange_strong(__expected, std::move(__desired), __order, __order);
  }
  bool compare_exchange_weak(value_type& __expected, value_type __desired, memory_order __order = memory_order_seq_cst) noexcept {
    return compare_exchange_strong(__expected, std::move(__desired), __order, __order);
  }

  // As atomics of any size do (runtime/atomic_wait.c).
  void wait(value_type __old, memory_order = memory_order_seq_cst) const noexcept {
    for (;;) {
      auto const __version = interleave_atomic_version(this);
      {
        lock_guard<mutex> __lock(__mutex_);
        if (!__is(__old))
          return;
      }
      interleave_atomic_wait_version(this, __version);
    }
  }
  void notify_one() noexcept { interleave_atomic_notify(this, sizeof(*this), 0); }
  void notify_all() noexcept { interleave_atomic_notify(this, sizeof(*this), 1); }

private:
  // The same pointer, and the same owners.
  bool __is(const value_type& __other) const noexcept {
    return __value_.get() == __other.get() && !__value_.owner_before(__other) && !__other.owner_before(__value_);
  }

  value_type __value_;
  mutable mutex __mutex_;
};

_LIBCPP_END_NAMESPACE_STD

_LIBCPP_POP_MACROS

#endif
