#include "Guard.h"

namespace {

constexpr int most_dots = 1000;

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Tells strings and comments from the rest.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text(text) {}

  std::optional<Refusal> scan() {
    while (!at_end() && !refusal) {
      switch (peek()) {
        case '#': skip_comment(); break;
        case '"': skip_string('"', true); break;
        case '\'': skip_string('\'', false); break;
        default: step();
      }
    }
    return refusal;
  }

 private:
  std::string_view text;
  size_t index = 0;
  uint32_t line = 1, column = 1;
  int dots = 0;
  std::optional<Refusal> refusal;

  bool at_end() const { return index >= text.size(); }
  char peek() const { return text[index]; }
  bool follows(std::string_view wanted) const { return text.substr(index, wanted.size()) == wanted; }
  void refuse(std::string_view reason) { refusal = Refusal{reason, line, column}; }

  void advance(size_t count = 1) {
    for (; count > 0 && !at_end(); count--, index++) {
      if (peek() == '\n') {
        line++;
        column = 1;
        dots = 0;
      } else if ((static_cast<unsigned char>(peek()) & 0xC0) != 0x80) {
        column++;
      }
    }
    // To the next code point.
    while (!at_end() && (static_cast<unsigned char>(peek()) & 0xC0) == 0x80) index++;
  }

  /// Over one character that is in no string and no comment.
  void step() {
    if (!is_ascii(peek())) return refuse("only ASCII may stand outside of strings and comments");
    if (peek() == '.' && ++dots > most_dots) return refuse("a key of too many parts");
    advance();
  }

  void skip_comment() {
    while (!at_end() && peek() != '\n') advance();
  }

  void skip_string(char quote, bool escapes) {
    const char three[] = {quote, quote, quote};
    const std::string_view fence(three, 3);
    const bool is_long = follows(fence);
    advance(is_long ? 3 : 1);
    while (!at_end()) {
      if (escapes && peek() == '\\') {
        advance(2);
      } else if (is_long ? follows(fence) : peek() == quote) {
        advance(is_long ? 3 : 1);
        // Up to two quotes may stand just inside the closing three.
        for (int more = 0; is_long && more < 2 && !at_end() && peek() == quote; more++) advance();
        return;
      } else if (!is_long && peek() == '\n') {
        return;
      } else {
        advance();
      }
    }
  }
};

}  // namespace

std::optional<Refusal> refuse(std::string_view text) { return Scanner(text).scan(); }
