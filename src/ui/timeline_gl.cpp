#include "ui/timeline_gl.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "timeline_shaders.hpp"

namespace interleave::ui {

namespace {

// Texels in a row of the rectangle texture; the vertex shader knows it as 2047 and 11.
constexpr int RowLength = 2048;
constexpr int SlotLength = 2048;

enum Unit { RectangleUnit = 1, SlotUnit = 2, PaletteUnit = 3 };

GLuint compile(GLenum type, const char* source, std::string& problem) {
    GLuint shader = glCreateShader(type);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    GLint ok = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
    if (!ok) {
        char log[1024] = "";
        glGetShaderInfoLog(shader, sizeof log, nullptr, log);
        problem = std::string("The timeline's shader does not compile on this device: ") + log;
    }
    return shader;
}

GLuint make_texture(int unit) {
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return texture;
}

void bind(int unit, GLuint texture) {
    glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    glBindTexture(GL_TEXTURE_2D, texture);
}

}  // namespace

std::string TimelineGl::create() {
    std::string problem;
    m_program = glCreateProgram();
    glAttachShader(m_program, compile(GL_VERTEX_SHADER, shaders::timeline_vert, problem));
    glAttachShader(m_program, compile(GL_FRAGMENT_SHADER, shaders::timeline_frag, problem));
    glLinkProgram(m_program);
    GLint ok = 0;
    glGetProgramiv(m_program, GL_LINK_STATUS, &ok);
    if (!ok && problem.empty()) problem = "The timeline's shader does not link on this device.";
    if (!problem.empty()) return problem;

    glUseProgram(m_program);
    auto uniform = [&](const char* name) { return glGetUniformLocation(m_program, name); };
    glUniform1i(uniform("u_rectangles"), RectangleUnit);
    glUniform1i(uniform("u_slots"), SlotUnit);
    glUniform1i(uniform("u_palette"), PaletteUnit);
    m_origin = uniform("u_origin");
    m_fraction = uniform("u_fraction");
    m_pixels_per_unit = uniform("u_pixels_per_unit");
    m_size = uniform("u_size");
    m_scroll = uniform("u_scroll");
    m_scale = uniform("u_scale");

    glGenVertexArrays(1, &m_vertex_array);
    m_rectangles = make_texture(RectangleUnit);
    m_slots = make_texture(SlotUnit);
    m_palette = make_texture(PaletteUnit);
    glGenFramebuffers(1, &m_framebuffer);
    m_target = make_texture(0);
    m_width = m_height = m_rows = m_count = 0;
    return "";
}

void TimelineGl::upload_rectangles(std::span<const Rectangle> rectangles) {
    static_assert(sizeof(Rectangle) == 16);
    int count = static_cast<int>(rectangles.size());
    int rows = (count + RowLength - 1) / RowLength;
    bind(RectangleUnit, m_rectangles);
    if (rows > m_rows) {
        m_rows = std::max(rows, m_rows * 2);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32UI, RowLength, m_rows, 0, GL_RGBA_INTEGER,
                     GL_UNSIGNED_INT, nullptr);
    }
    int whole = count / RowLength, rest = count % RowLength;
    if (whole > 0) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, RowLength, whole, GL_RGBA_INTEGER, GL_UNSIGNED_INT,
                        rectangles.data());
    }
    if (rest > 0) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, whole, rest, 1, GL_RGBA_INTEGER, GL_UNSIGNED_INT,
                        rectangles.data() + static_cast<size_t>(whole) * RowLength);
    }
    m_count = count;
}

void TimelineGl::upload_slots(std::span<const SlotPlace> slots) {
    static_assert(sizeof(SlotPlace) == 16);
    bind(SlotUnit, m_slots);
    std::vector<SlotPlace> row(SlotLength);
    std::copy_n(slots.begin(), std::min<size_t>(slots.size(), SlotLength), row.begin());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32UI, SlotLength, 1, 0, GL_RGBA_INTEGER, GL_UNSIGNED_INT,
                 row.data());
}

void TimelineGl::upload_palette(std::span<const uint8_t> colours) {
    bind(PaletteUnit, m_palette);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, static_cast<int>(colours.size() / 4), 1, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, colours.data());
}

void TimelineGl::resize_target(int width, int height) {
    if (width == m_width && height == m_height) return;
    m_width = width;
    m_height = height;
    bind(0, m_target);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glBindFramebuffer(GL_FRAMEBUFFER, m_framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, m_target, 0);
}

GLuint TimelineGl::draw(const TimelineFrame& frame) {
    resize_target(frame.width, frame.height);
    glBindFramebuffer(GL_FRAMEBUFFER, m_framebuffer);
    glViewport(0, 0, frame.width, frame.height);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    if (m_count > 0) {
        glUseProgram(m_program);
        glBindVertexArray(m_vertex_array);
        bind(RectangleUnit, m_rectangles);
        bind(SlotUnit, m_slots);
        bind(PaletteUnit, m_palette);
        glUniform1i(m_origin, frame.origin);
        glUniform1f(m_fraction, frame.fraction);
        glUniform1f(m_pixels_per_unit, frame.pixels_per_unit);
        glUniform2f(m_size, static_cast<float>(frame.width), static_cast<float>(frame.height));
        glUniform1f(m_scroll, frame.scroll);
        glUniform1f(m_scale, frame.scale);
        glDrawArrays(GL_TRIANGLES, 0, m_count * 6);
        glBindVertexArray(0);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glActiveTexture(GL_TEXTURE0);
    return m_target;
}

}  // namespace interleave::ui
