# What C cannot say: per-thread wasm globals, the entry of a thread, and the way out of one.
#
# Every thread has an instance of its own, so a wasm global is the cheapest thread-local variable there
# is: one instruction, no address. C reaches these through the inline functions of runtime.h.
#
#   interleave_line     exported; the line marker's code stores the source line before each statement
#   interleave_slot     address of the thread's recorder slot, 0 = this thread is not recorded
#   interleave_quiet    > 0 while library internals run, whose locks are not the learner's
#   interleave_thread   musl's thread pointer (struct pthread)
#
# A thread's last step: once "exited" is stored in detach_state, a joiner may free the block that holds this
# thread's stack, so nothing after it may touch the stack. C cannot promise that (at -O0 each return
# reads it); the four instructions at the end of wasi_thread_start can.
#
# pthread_exit leaves through a wasm exception with a tag of our own. C++ cleanups run on the way (they
# catch every tag), `catch (...)` does not see it (it catches C++'s tag only), as on Linux.

.globaltype __stack_pointer, i32

.section .globals,"",@
.globl interleave_line
.globaltype interleave_line, i32
interleave_line:
.globl interleave_slot
.globaltype interleave_slot, i32
interleave_slot:
.globl interleave_quiet
.globaltype interleave_quiet, i32
interleave_quiet:
.globl interleave_thread
.globaltype interleave_thread, i32
interleave_thread:

.tagtype interleave_exit_tag
.section .data.interleave_exit_tag,"",@
.globl interleave_exit_tag
interleave_exit_tag:

.functype interleave_thread_main (i32, i32) -> (i32)
.functype interleave_call (i32, i32) -> (i32)

# uintptr_t __get_tp(void): what musl's __pthread_self() reads.
.section .text.__get_tp,"",@
.globl __get_tp
__get_tp:
  .functype __get_tp () -> (i32)
  global.get interleave_thread
  end_function

# void *interleave_call_catching_exit(void *(*entry)(void *), void *argument): entry's result, or 0 if it
# left through interleave_throw_exit.
.section .text.interleave_call_catching_exit,"",@
.globl interleave_call_catching_exit
interleave_call_catching_exit:
  .functype interleave_call_catching_exit (i32, i32) -> (i32)
  try i32
  local.get 0
  local.get 1
  call interleave_call
  catch interleave_exit_tag
  i32.const 0
  end_try
  end_function

# _Noreturn void interleave_throw_exit(void)
.section .text.interleave_throw_exit,"",@
.globl interleave_throw_exit
interleave_throw_exit:
  .functype interleave_throw_exit () -> ()
  throw interleave_exit_tag
  end_function

# void wasi_thread_start(int id, struct thread_start *start): the stack comes first, C after it. The
# machine may run several threads in one instance, one after the other, so no global keeps an old value.
.section .text.wasi_thread_start,"",@
.globl wasi_thread_start
.export_name wasi_thread_start, wasi_thread_start
wasi_thread_start:
  .functype wasi_thread_start (i32, i32) -> ()
  local.get 1
  i32.load 0
  global.set __stack_pointer
  i32.const 0
  global.set interleave_line
  i32.const 0
  global.set interleave_slot
  i32.const 0
  global.set interleave_quiet
  local.get 0
  local.get 1
  call interleave_thread_main
  local.tee 0
  i32.const 0
  i32.atomic.store 0
  local.get 0
  i32.const -1
  memory.atomic.notify 0
  drop
  end_function
