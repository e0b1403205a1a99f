// Simulated input and output: operations with a name that take a while and need no processor, as a disk or a
// server would. On real workers the thread waits, on the lab virtual time passes.
//
//   io::wait("printer", 20ms);
//   io::read("table.csv", 2'000'000);                   // blocks as long as a disk would take
//   std::string page = io::download("/news", 40'000);   // as long as a server far away would take
//   std::string words = io::fetch("words.txt", 1'000);  // on real workers a real download
//
// The times are those of a plain model (latency + size / rate), so that a reader can check them. In a
// coroutine use co_await asyncio::io_wait(name, io::download_time(bytes)) instead: these block the thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <interleave/trace.hpp>
#include <stdexcept>
#include <string>

namespace interleave::io {

// Blocks the calling thread for the duration; negative durations count as zero.
template <class Rep, class Period>
void wait(trace::Name name, std::chrono::duration<Rep, Period> duration) {
    interleave_io_wait(name.text(), std::chrono::ceil<std::chrono::nanoseconds>(duration).count());
}

// How long one transfer takes.
struct device {
    std::chrono::nanoseconds latency;  // before the first byte
    double bytes_per_second;

    std::chrono::nanoseconds time(std::size_t bytes) const {
        const double seconds = static_cast<double>(bytes) / bytes_per_second;
        return latency +
               std::chrono::nanoseconds(static_cast<std::chrono::nanoseconds::rep>(seconds * 1e9));
    }
};
inline constexpr device disk{std::chrono::microseconds(100), 500e6};  // a solid-state disk
inline constexpr device network{std::chrono::milliseconds(50),
                                10e6};  // a server some countries away

inline std::chrono::nanoseconds read_time(std::size_t bytes) { return disk.time(bytes); }
inline std::chrono::nanoseconds download_time(std::size_t bytes) { return network.time(bytes); }

// Blocks as long as the disk takes; returns the number of bytes.
inline std::size_t read(trace::Name file, std::size_t bytes) {
    wait(file, read_time(bytes));
    return bytes;
}

// Blocks as long as the network takes; returns a page of that many bytes.
inline std::string download(trace::Name address, std::size_t bytes) {
    wait(address, download_time(bytes));
    return std::string(bytes, '.');
}

// A fetch that failed; what() says of which address, and why.
struct error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The bytes of a file of the site itself. The machines differ:
//
//   real workers  A real GET, which takes as long as it takes; the thread is in I/O meanwhile. simulated_bytes
//                 means nothing. The address is a file below the site's folder `files/` ("words.txt",
//                 "week-3/cities.csv"): names of letters, digits, '_', '-' and '.', which do not begin
//                 with '.'. Anything else is refused, and so are redirects: a program reaches these files only.
//                 Throws error if the file is refused, missing, larger than 4 MiB, or does not come
//                 within 30 seconds.
//   the lab       has no network, so that every run can be repeated: this is download(address,
//                 simulated_bytes). It takes that long, returns that many dots, and never throws error.
//
// Blocks the calling thread: in a coroutine use co_await asyncio::to_thread([] { return io::fetch(…); }).
inline std::string fetch(trace::Name address, std::size_t simulated_bytes) {
    std::uint32_t size = 0;
    const int came = interleave_fetch(address.text(), &size);
    if (came < 0) return download(address, simulated_bytes);
    std::string bytes(size, '\0');
    interleave_fetch_take(bytes.data(), size);
    if (came == 0) throw error(bytes);
    return bytes;
}

}  // namespace interleave::io
