#version 300 es
// Rectangles of the timeline by vertex pulling: one texel = one rectangle = six vertices, no buffers.
// Times are integers in units of the tile (src/ui/tile.hpp); the origin is subtracted in integers
// before anything becomes a float, so a deep zoom is exact. Edges snap to device pixels.
precision highp float;
precision highp int;

uniform highp usampler2D u_rectangles;  // start, length | slot 16, style 8, colour 8 | see below
uniform highp usampler2D u_slots;       // top, height of each slot in device pixels, x = slot
uniform sampler2D u_palette;            // one row
uniform int u_origin;                   // the view's left edge in units, from the tile's origin
uniform float u_fraction;               // its fraction of a unit
uniform float u_pixels_per_unit;
uniform vec2 u_size;                    // of the target, device pixels
uniform float u_scroll;                 // device pixels

flat out vec4 v_colour;
flat out vec4 v_second;   // folds: the colour of what else is in it; a = 0 if there is nothing
flat out vec2 v_extent;
flat out int v_style;
flat out float v_density;
out vec2 v_inside;        // from the rectangle's top left, device pixels

void main() {
  int index = gl_VertexID / 6, corner = gl_VertexID - index * 6;
  uvec4 data = texelFetch(u_rectangles, ivec2(index & 2047, index >> 11), 0);
  uvec4 slot = texelFetch(u_slots, ivec2(int(data.z & 0xffffu), 0), 0);
  v_style = int(data.z >> 16 & 0xffu);

  int from = int(data.x) - u_origin;
  float x0 = (float(from) - u_fraction) * u_pixels_per_unit;
  float x1 = (float(from) - u_fraction + float(data.y)) * u_pixels_per_unit;
  x0 = clamp(floor(x0 + 0.5), -16.0, u_size.x + 16.0);
  x1 = clamp(floor(x1 + 0.5), -16.0, u_size.x + 16.0);
  float least = float(data.w >> 16 & 0xffu);
  if (x1 < x0 + least) x1 = x0 + least;
  // Neighbours stay apart by a pixel where there is room for it.
  if (x1 - x0 > 5.0) x1 -= 1.0;

  float y0 = float(int(slot.x)) - u_scroll;
  float y1 = y0 + float(slot.y);
  int quad = corner == 3 ? 2 : corner == 4 ? 1 : corner == 5 ? 3 : corner;
  vec2 unit = vec2(quad & 1, quad >> 1);
  v_extent = vec2(x1 - x0, y1 - y0);
  v_inside = unit * v_extent;
  v_colour = texelFetch(u_palette, ivec2(int(data.z >> 24), 0), 0);
  v_second = texelFetch(u_palette, ivec2(int(data.w & 0xffu), 0), 0);
  v_second.a = (data.w & 0xffu) == 0u ? 0.0 : 1.0;
  v_density = float(data.w >> 8 & 0xffu) / 255.0;
  vec2 ndc = (vec2(x0, y0) + v_inside) / u_size * 2.0 - 1.0;
  gl_Position = slot.y == 0u ? vec4(2.0, 2.0, 0.0, 1.0) : vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
