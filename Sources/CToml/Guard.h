#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// A place in a text that toml++ must not see, and why.
struct Refusal {
  std::string_view reason;
  uint32_t line, column;
};

/// Looks for what toml++ up to 3.3 takes though it should not.
///
/// Outside of strings and comments TOML is ASCII, toml++ lets some white space of Unicode pass; and it recurses
/// into keys like `a.b.c`, when it frees them too, so that some ten thousand dots end the program.
std::optional<Refusal> refuse(std::string_view text);
