#version 300 es
// Looks of the timeline's rectangles. State is told by pattern as well as colour; the styles are
// enum class Style of src/ui/tile.hpp. Output is not premultiplied: Dear ImGui blends the image.
precision highp float;

uniform float u_scale;  // device pixels per logical pixel

flat in vec4 v_colour;
flat in vec4 v_second;
flat in vec2 v_extent;
flat in int v_style;
flat in float v_density;
in vec2 v_inside;
out vec4 o_colour;

const float Tint = 0.30;  // opacity of the ground between the lines of a pattern

// 1 on lines `period` apart and `width` wide, smooth over one pixel.
float lines(float position, float period, float width) {
  float distance = abs(mod(position, period) - period * 0.5);
  return clamp(width * 0.5 - distance + 0.5, 0.0, 1.0);
}

float pattern(vec2 p) {
  float s = u_scale;
  if (v_style == 1) return lines((p.x + p.y) * 0.7071, 5.0 * s, 1.6 * s);
  if (v_style == 2) return lines((p.x - p.y) * 0.7071, 5.0 * s, 1.6 * s);
  if (v_style == 3) return lines(p.x, 5.0 * s, 1.2 * s);
  if (v_style == 4) {
    vec2 cell = mod(p, 6.0 * s) - 3.0 * s;
    return clamp(1.1 * s - length(cell) + 0.5, 0.0, 1.0);
  }
  if (v_style == 5) return lines(p.y, 4.0 * s, 1.2 * s);
  return 1.0;
}

void main() {
  vec4 colour = v_colour;
  if (v_style >= 1 && v_style <= 5) colour.a = mix(Tint, 1.0, pattern(v_inside));
  vec2 edge = min(v_inside, v_extent - v_inside);
  if (v_style == 6) {  // an outline: could run, but does not
    colour.a = min(edge.x, edge.y) < u_scale ? 1.0 : Tint * 0.6;
  }
  if (v_style == 7) {  // a fold: what most of it is above, what else is in it below
    colour.a = mix(0.45, 1.0, v_density);
    if (v_second.a > 0.0 && v_inside.y > v_extent.y * 0.66) colour = vec4(v_second.rgb, 1.0);
  }
  // Rounded corners where there is room.
  float radius = min(3.0 * u_scale, v_extent.y * 0.5);
  if (v_style != 7 && v_extent.x > 4.0 * radius) {
    vec2 q = radius - min(edge, vec2(radius));
    colour.a *= clamp(radius - length(q) + 0.5, 0.0, 1.0);
  }
  o_colour = colour;
}
