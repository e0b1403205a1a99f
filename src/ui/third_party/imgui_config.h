#pragma once
// Dear ImGui as we build it (IMGUI_USER_CONFIG).

// WebGL2 has no base vertex: with 16-bit indices a draw list would end at 64 k vertices.
#define ImDrawIdx unsigned int
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_KEYIO
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DEFINE_MATH_OPERATORS
