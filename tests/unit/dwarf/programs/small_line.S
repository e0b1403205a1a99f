# The global that line marks set; real programs have it from the guest runtime.
.section .globals,"",@
.globl interleave_line
.globaltype interleave_line, i32
interleave_line:
