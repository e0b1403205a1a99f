// The whole app without a GPU: Dear ImGui runs, the backend shows nothing.
#include "ui/app.hpp"

#include <gtest/gtest.h>

#include "recorded.hpp"
#include "ui/backend_null.hpp"
#include "ui/snapshot.hpp"

namespace interleave::ui {
namespace {

constexpr Time ms = 1'000'000;

class AppTest : public testing::Test {
protected:
    AppTest() : context(ImGui::CreateContext()), app(backend) {
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().DisplaySize = {1000, 500};
        app.set_screen(1, false);
        app.set_theme(Theme::Dark);
    }
    ~AppTest() override { ImGui::DestroyContext(context); }

    bool frame() {
        ImGui::GetIO().DeltaTime = 1 / 60.0f;
        ImGui::NewFrame();
        bool again = app.frame();
        ImGui::Render();
        return again;
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    void show(RecordingBytes recording) {
        app.begin("test", Axis::Real);
        app.append(recording.bytes());
        frames(3);
    }
    void press(ImGuiKey key) {
        ImGui::GetIO().AddKeyEvent(key, true);
        frame();
        ImGui::GetIO().AddKeyEvent(key, false);
        frames(2);
    }
    void click(float x, float y) {
        ImGui::GetIO().AddMousePosEvent(x, y);
        frame();
        ImGui::GetIO().AddMouseButtonEvent(0, true);
        frame();
        ImGui::GetIO().AddMouseButtonEvent(0, false);
        frames(2);
    }
    // The middle of a lane's first track at a time.
    ImVec2 place(const std::string& name, Time time) {
        const TimelinePanel& timeline = app.timeline();
        for (const Row& row : timeline.layout().rows()) {
            if (row.kind != RowKind::Lane || app.run()->model().lanes()[row.lane].name != name)
                continue;
            return {timeline.lanes_box().x + static_cast<float>(timeline.view().pixel_of(time)),
                    timeline.lanes_box().y + row.tracks[0].top + row.tracks[0].height / 2 -
                        timeline.scroll()};
        }
        return {-1, -1};
    }
    RecordingBytes finished() { return contended_lock().end(trace::EndReason::Exit, 9 * ms); }

    ImGuiContext* context;
    NullBackend backend;
    App app;
};

TEST_F(AppTest, before_the_first_run_it_says_what_to_do) {
    frames(2);
    EXPECT_EQ(backend.draws(), 0);
    EXPECT_EQ(app.description(), "Nothing has run yet. Press Run.");
}

TEST_F(AppTest, a_run_is_shown_whole) {
    show(finished());
    EXPECT_TRUE(app.timeline().view().is_fitted());
    EXPECT_GT(backend.rectangles().size(), 15u);
    EXPECT_EQ(backend.slots().size(), app.run()->model().slot_count());
}

TEST_F(AppTest, nothing_changed_means_nothing_is_drawn_anew) {
    show(finished());
    int draws = backend.draws(), uploads = backend.uploads();
    frames(10);
    EXPECT_EQ(backend.draws(), draws);
    EXPECT_EQ(backend.uploads(), uploads);
    EXPECT_FALSE(frame()) << "an idle app asks for no further frame";
}

TEST_F(AppTest, small_pans_redraw_the_image_but_upload_nothing) {
    show(finished());
    app.command(Command::zoom_in);
    app.command(Command::zoom_in);
    app.command(Command::zoom_in);
    frames(1);
    int draws = backend.draws(), uploads = backend.uploads();
    app.wheel(500, 10, 0, false, false);
    frames(1);
    EXPECT_EQ(backend.draws(), draws + 1);
    EXPECT_EQ(backend.uploads(), uploads);
}

TEST_F(AppTest, a_click_on_a_state_selects_it_and_sets_the_cursor) {
    show(finished());
    ImVec2 at = place("thread 2", 4 * ms);
    click(at.x, at.y);
    ASSERT_TRUE(app.selection().span.has_value());
    EXPECT_NEAR(static_cast<double>(*app.selection().cursor), 4.0 * ms,
                2 * app.timeline().view().time_per_pixel());
    EXPECT_NE(app.description().find("Thread 2 waits for `m`, held by Thread 1"),
              std::string::npos);
    click(at.x, app.timeline().lanes_box().bottom() - 4);
    EXPECT_TRUE(app.selection().empty()) << "a click beside everything clears the selection";
}

TEST_F(AppTest, a_click_on_the_ruler_sets_the_cursor) {
    show(finished());
    const Box& ruler = app.timeline().ruler_box();
    click(ruler.x + static_cast<float>(app.timeline().view().pixel_of(3 * ms)), ruler.y + 10);
    ASSERT_TRUE(app.selection().cursor.has_value());
    EXPECT_NEAR(static_cast<double>(*app.selection().cursor), 3.0 * ms,
                2 * app.timeline().view().time_per_pixel());
}

TEST_F(AppTest, keys_zoom_pan_and_fit) {
    show(finished());
    double whole = app.timeline().view().time_per_pixel();
    press(ImGuiKey_W);
    EXPECT_LT(app.timeline().view().time_per_pixel(), whole);
    Time origin = app.timeline().view().origin();
    press(ImGuiKey_D);
    EXPECT_GT(app.timeline().view().origin(), origin);
    press(ImGuiKey_F);
    EXPECT_TRUE(app.timeline().view().is_fitted());
}

TEST_F(AppTest, comma_and_full_stop_step_through_events) {
    show(finished());
    auto type = [&](const char* text) {
        ImGui::GetIO().AddInputCharactersUTF8(text);
        frames(2);
    };
    type(".");
    ASSERT_TRUE(app.selection().event.has_value());
    uint64_t first = app.selection().event->value;
    type(".");
    EXPECT_EQ(app.selection().event->value, first + 1);
    type(",");
    EXPECT_EQ(app.selection().event->value, first);
}

TEST_F(AppTest, keys_with_control_are_not_ours) {
    show(finished());
    View before = app.timeline().view();
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    press(ImGuiKey_W);
    EXPECT_EQ(app.timeline().view(), before);
}

TEST_F(AppTest, a_drag_pans_and_selects_nothing) {
    show(finished());
    app.command(Command::zoom_in);
    app.command(Command::zoom_in);
    frames(1);
    Time origin = app.timeline().view().origin();
    ImVec2 at = place("thread 2", 4 * ms);
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(at.x, at.y);
    frame();
    io.AddMouseButtonEvent(0, true);
    frame();
    io.AddMousePosEvent(at.x - 80, at.y);
    frame();
    io.AddMouseButtonEvent(0, false);
    frames(2);
    EXPECT_GT(app.timeline().view().origin(), origin);
    EXPECT_TRUE(app.selection().empty());
}

TEST_F(AppTest, escape_closes_before_it_clears) {
    show(finished());
    app.command(Command::next_event);
    app.command(Command::help);
    press(ImGuiKey_Escape);
    EXPECT_FALSE(app.help_open());
    EXPECT_TRUE(app.selection().event.has_value());
    press(ImGuiKey_Escape);
    EXPECT_TRUE(app.selection().empty());
}

TEST_F(AppTest, search_goes_to_the_first_match_as_one_types) {
    show(finished());
    app.command(Command::search);
    app.set_search("unlock", 6, 6);
    frames(1);
    EXPECT_EQ(app.search_field().matches, 2u);
    EXPECT_EQ(app.search_field().current, 1u);
    app.command(Command::search_next);
    EXPECT_EQ(app.search_field().current, 2u);
}

TEST_F(AppTest, a_growing_run_stays_whole_until_the_view_is_moved) {
    app.begin("test", Axis::Real);
    RecordingBytes recording = finished();
    size_t half = recording.bytes().size() / 2;
    app.append(std::span(recording.bytes()).first(half));
    frames(2);
    Time end = app.timeline().view().end();
    app.append(std::span(recording.bytes()).subspan(half));
    frames(2);
    EXPECT_GT(app.timeline().view().end(), end);
    EXPECT_TRUE(app.timeline().view().is_fitted());
}

TEST_F(AppTest, bytes_that_are_no_recording_are_said_and_do_not_stop_the_app) {
    app.begin("test", Axis::Real);
    std::vector<uint8_t> rubbish(64, 0xff);
    app.append(rubbish);
    frames(3);
    app.begin("again", Axis::Real);
    app.append(finished().bytes());
    frames(2);
    EXPECT_GT(backend.rectangles().size(), 15u);
}

TEST_F(AppTest, the_snapshot_names_lanes_states_and_the_cursor) {
    show(finished());
    app.set_cursor(4 * ms);
    frames(1);
    std::string json = snapshot_json(app);
    EXPECT_NE(json.find("\"name\":\"Thread 2\""), std::string::npos);
    EXPECT_NE(json.find("\"state\":\"waiting for a lock\",\"object\":\"m\""), std::string::npos)
        << json;
    EXPECT_NE(json.find("\"cursor\":4000000"), std::string::npos);
    EXPECT_NE(cursor_json(app).find("\"state\":\"waits for `m`\",\"line\":5"), std::string::npos)
        << cursor_json(app);
}

TEST_F(AppTest, the_cursor_stands_where_the_run_does_also_after_its_last_event) {
    app.begin("test", Axis::Virtual);
    app.append(finished().bytes());
    const Time last = app.run()->trace().end_time();
    app.set_cursor(last + 5);
    EXPECT_EQ(app.selection().cursor, last);
    app.begin("by hand", Axis::Virtual);
    app.show_from(38'000, 38'700);
    app.set_cursor(38'700);
    frames(2);
    EXPECT_EQ(app.selection().cursor, 38'700);
    EXPECT_GE(app.timeline().view().end(), 38'700);
}

TEST_F(AppTest, a_range_of_the_axis_is_shown_and_stays_until_another_run) {
    show(finished());
    app.show_range(2 * ms, 4 * ms);
    frames(3);
    const View& view = app.timeline().view();
    EXPECT_NEAR(static_cast<double>(view.origin()), 2.0 * ms, 0.01 * ms);
    EXPECT_NEAR(static_cast<double>(view.end()), 4.0 * ms, 0.01 * ms);
    show(finished());
    EXPECT_TRUE(app.timeline().view().is_fitted());
}

TEST_F(AppTest, every_size_from_a_stamp_to_a_wall_is_drawn) {
    show(finished());
    for (ImVec2 size : {ImVec2(40, 40), ImVec2(200, 120), ImVec2(390, 400), ImVec2(3840, 2160)}) {
        ImGui::GetIO().DisplaySize = size;
        app.set_screen(size.x > 3000 ? 2 : 1, size.x < 500);
        frames(2);
    }
    SUCCEED();
}

}  // namespace
}  // namespace interleave::ui
