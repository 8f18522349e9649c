#include "CToml.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if __has_include(<toml++/toml.hpp>)
#include <toml++/toml.hpp>
#else
#include <toml++/toml.h>
#endif

#if TOML_EXCEPTIONS
#error "an exception must not travel into Swift: build with TOML_EXCEPTIONS=0"
#endif

struct CTomlDocument {
  explicit CTomlDocument(toml::parse_result &&parsed) : result(std::move(parsed)) {}

  toml::parse_result result;
  std::vector<CTomlNode> nodes;
};

namespace {

CTomlRegion region(const toml::source_region &source) {
  return {source.begin.line, source.begin.column, source.end.line, source.end.column};
}

void set_text(CTomlNode &node, std::string_view text) {
  node.text = text.data();
  node.textLength = text.size();
}

CTomlNode start(const toml::key *key, const toml::node &value) {
  CTomlNode node{};
  node.at = region(value.source());
  if (key) {
    node.keyAt = region(key->source());
    node.key = key->str().data();
    node.keyLength = key->str().size();
  }
  return node;
}

void append(std::vector<CTomlNode> &nodes, const toml::key *key, const toml::node &value) {
  CTomlNode node = start(key, value);
  if (const auto *table = value.as_table()) {
    node.kind = CTomlKindTable;
    node.children = table->size();
    nodes.push_back(node);
    for (auto &&[child_key, child] : *table) append(nodes, &child_key, child);
    return;
  }
  if (const auto *array = value.as_array()) {
    node.kind = CTomlKindArray;
    node.children = array->size();
    nodes.push_back(node);
    for (auto &&child : *array) append(nodes, nullptr, child);
    return;
  }
  if (const auto *string = value.as_string()) {
    node.kind = CTomlKindString;
    set_text(node, string->get());
  } else if (const auto *integer = value.as_integer()) {
    node.kind = CTomlKindInteger;
    node.integer = integer->get();
  } else if (const auto *real = value.as_floating_point()) {
    node.kind = CTomlKindReal;
    node.real = real->get();
  } else if (const auto *boolean = value.as_boolean()) {
    node.kind = CTomlKindBoolean;
    node.boolean = boolean->get();
  } else {
    node.kind = CTomlKindDate;
  }
  nodes.push_back(node);
}

}  // namespace

CTomlDocument *ctoml_parse(const char *text, size_t length) {
  auto *document = new CTomlDocument(toml::parse(std::string_view{text, length}));
  if (document->result) {
    append(document->nodes, nullptr, document->result.table());
  } else {
    const auto &error = document->result.error();
    CTomlNode node{};
    node.kind = CTomlKindError;
    node.at = region(error.source());
    set_text(node, error.description());
    document->nodes.push_back(node);
  }
  return document;
}

const CTomlNode *ctoml_nodes(const CTomlDocument *document) { return document->nodes.data(); }

size_t ctoml_count(const CTomlDocument *document) { return document->nodes.size(); }

void ctoml_free(CTomlDocument *document) { delete document; }
