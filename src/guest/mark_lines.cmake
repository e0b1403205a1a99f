# cmake -DTOOL=<interleave-symbols or empty> -DLINKED=in.wasm -DRESULT=out.wasm -P mark_lines.cmake
#
# Writes the program for real workers (marked, without DWARF), its symbols out.json, and out.debug.wasm: the
# program as linked, with DWARF, which the lab runs.
string(REGEX REPLACE "\\.wasm$" ".debug.wasm" debug "${RESULT}")
configure_file("${LINKED}" "${debug}" COPYONLY)
if(NOT TOOL)
  configure_file("${LINKED}" "${RESULT}" COPYONLY)
  file(TOUCH "${RESULT}")
  return()
endif()
string(REGEX REPLACE "\\.wasm$" ".json" symbols "${RESULT}")
execute_process(COMMAND "${TOOL}" "${LINKED}" --json "${symbols}" --marked "${RESULT}"
                RESULT_VARIABLE failed ERROR_VARIABLE why)
if(failed)
  message(FATAL_ERROR "interleave-symbols could not mark the lines of ${LINKED}: ${why}")
endif()
