# cmake -DOUTPUT=… -DSHADERS=a.vert.glsl;b.frag.glsl -P embed_shaders.cmake
# a.vert.glsl becomes the string interleave::ui::shaders::a_vert.
set(text "#pragma once\nnamespace interleave::ui::shaders {\n")
foreach(shader IN LISTS SHADERS)
  get_filename_component(name "${shader}" NAME)
  string(REGEX REPLACE "\\.glsl$" "" name "${name}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  file(READ "${shader}" source)
  string(APPEND text "inline constexpr const char* ${name} = R\"glsl(${source})glsl\";\n")
endforeach()
string(APPEND text "}  // namespace interleave::ui::shaders\n")
file(WRITE "${OUTPUT}" "${text}")
