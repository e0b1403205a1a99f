#include "world/operation.hpp"

namespace interleave::world {

const char* operation_name(uint32_t number) {
    switch (number) {
#define OPERATION(number, name, where, object, argument, time, result) \
    case number:                                                       \
        return #name;
#include "guest/operations.def"
#undef OPERATION
        default:
            return nullptr;
    }
}

}  // namespace interleave::world
