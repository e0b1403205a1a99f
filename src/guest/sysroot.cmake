# cmake -DEMSCRIPTEN_ROOT=… -DLLVM_BIN=… -DPYTHON=… -DSYSROOT=… -DGUEST=… -P sysroot.cmake
#
# Makes the folder that every guest program is compiled against, here and in the page: C++ and C headers, the
# prebuilt libraries without debug information, our headers. The runtime's archive joins it later.
set(from "${EMSCRIPTEN_ROOT}/cache/sysroot")
file(REMOVE_RECURSE "${SYSROOT}/include")
file(MAKE_DIRECTORY "${SYSROOT}/include" "${SYSROOT}/lib")

# Nothing of the browser, of other windowing systems or of networks: a guest has none of them.
file(COPY "${from}/include/" DESTINATION "${SYSROOT}/include"
     REGEX "/include/(AL|EGL|GL|GLES|GLES2|GLES3|GLFW|KHR|SDL|X11|compat|fakesdl|webgl|webgpu|uuid|mach-o|mimalloc[^/]*|sanitizer|scsi|net|netinet|netpacket|arpa|emscripten|emscripten.h|wasm_simd128.h)$"
     EXCLUDE
     PATTERN "*.in" EXCLUDE
     PATTERN "*.modulemap" EXCLUDE
     PATTERN "libcxx.imp" EXCLUDE)
file(COPY "${GUEST}/include_override/" DESTINATION "${SYSROOT}/include/override")

foreach(library libbulkmemory libc-mt libdlmalloc-mt libcompiler_rt-mt libc++-mt-except libc++abi-mt-except
                libunwind-mt-except)
  set(archive "${SYSROOT}/lib/${library}.a")
  set(members "${SYSROOT}/../members/${library}")
  file(REMOVE_RECURSE "${members}")
  file(REMOVE "${archive}")
  file(MAKE_DIRECTORY "${members}")
  execute_process(COMMAND "${LLVM_BIN}/llvm-ar" x "${from}/lib/wasm32-emscripten/${library}.a"
                  WORKING_DIRECTORY "${members}" COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB objects RELATIVE "${members}" "${members}/*.o")
  execute_process(COMMAND "${PYTHON}" "${GUEST}/strip_debug.py" ${objects}
                  WORKING_DIRECTORY "${members}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${LLVM_BIN}/llvm-ar" rcsD "${archive}" ${objects}
                  WORKING_DIRECTORY "${members}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
