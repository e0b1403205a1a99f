# interleave_guest_program(name SOURCE file.cpp [OPTIMIZE -O2] [OUTPUT_DIR dir]): builds name.wasm, and where
# the tool interleave-symbols exists, name.json beside it with line marks put into the module. A change of
# any header that the source includes rebuilds it. The target is called guest_<name>.
function(interleave_guest_program name)
  cmake_parse_arguments(GUEST "" "SOURCE;OPTIMIZE;OUTPUT_DIR;OUTPUT_NAME" "" ${ARGN})
  if(NOT GUEST_OPTIMIZE)
    set(GUEST_OPTIMIZE -O0)
  endif()
  if(NOT GUEST_OUTPUT_DIR)
    set(GUEST_OUTPUT_DIR "${INTERLEAVE_ARTEFACTS}/programs")
  endif()
  if(NOT GUEST_OUTPUT_NAME)
    set(GUEST_OUTPUT_NAME "${name}")
  endif()
  get_filename_component(source "${GUEST_SOURCE}" ABSOLUTE)
  get_property(library GLOBAL PROPERTY INTERLEAVE_GUEST_LIBRARY)
  get_property(headers GLOBAL PROPERTY INTERLEAVE_GUEST_HEADERS)
  get_property(include GLOBAL PROPERTY INTERLEAVE_GUEST_INCLUDE)
  set(work "${CMAKE_BINARY_DIR}/guest/programs")
  set(object "${work}/${name}.o")
  set(linked "${work}/${name}.wasm")
  set(result "${GUEST_OUTPUT_DIR}/${GUEST_OUTPUT_NAME}.wasm")
  file(MAKE_DIRECTORY "${work}" "${GUEST_OUTPUT_DIR}")

  guest_flags(compile compile_flags)
  guest_flags("compile program" program_flags)
  list(APPEND compile_flags ${program_flags})
  guest_flags(link link_flags)
  guest_flags(wrap wraps)
  guest_flags(libraries libraries)
  list(TRANSFORM wraps PREPEND "--wrap=")
  # assert() and __FILE__ say main.cpp:8, not where it lay when it was built.
  get_filename_component(folder "${source}" DIRECTORY)
  # So do the places that std::source_location knows in the library: a program is the same wherever it is built.
  list(APPEND compile_flags "-fmacro-prefix-map=${folder}/=" "-fmacro-prefix-map=${include}/=")
  list(PREPEND compile_flags -isystem "${include}")

  add_custom_command(
    OUTPUT "${object}"
    COMMAND "${INTERLEAVE_GUEST_LLVM}/clang++" ${compile_flags} ${GUEST_OPTIMIZE} -g -MD -MF "${object}.d"
            -c "${source}" -o "${object}"
    DEPENDS "${source}" "${headers}"
    DEPFILE "${object}.d"
    COMMENT "guest: compile ${name}"
    VERBATIM)

  # interleave-symbols is built later in the same configure run; a generator expression sees it all the same.
  set(tool "$<$<TARGET_EXISTS:interleave-symbols>:$<TARGET_FILE:interleave-symbols>>")
  add_custom_command(
    OUTPUT "${result}"
    COMMAND "${INTERLEAVE_GUEST_LLVM}/wasm-ld" ${link_flags} ${wraps} "${object}" ${libraries} -o "${linked}"
    COMMAND "${CMAKE_COMMAND}" "-DTOOL=${tool}" "-DLINKED=${linked}" "-DRESULT=${result}"
            -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/mark_lines.cmake"
    DEPENDS "${object}" "${library}" "$<$<TARGET_EXISTS:interleave-symbols>:interleave-symbols>"
    COMMENT "guest: link ${name}"
    VERBATIM)
  add_custom_target(guest_${name} ALL DEPENDS "${result}")
endfunction()
