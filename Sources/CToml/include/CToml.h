#pragma once

// A TOML document as one flat list, with the place of every key and value: what Swift needs of toml++.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum __attribute__((enum_extensibility(closed))) {
  CTomlKindTable,
  CTomlKindArray,
  CTomlKindString,
  CTomlKindInteger,
  CTomlKindReal,
  CTomlKindBoolean,
  CTomlKindDate,
  /// The document is not TOML: the only node, with the reason as `text`.
  CTomlKindError,
} CTomlKind;

/// Lines and columns count from 1, columns in code points; the end is the first place after it.
typedef struct {
  uint32_t line, column, endLine, endColumn;
} CTomlRegion;

typedef struct {
  CTomlKind kind;
  CTomlRegion at;
  /// All zero where there is no key: the root, and the elements of an array.
  CTomlRegion keyAt;
  const char *key;
  size_t keyLength;
  /// UTF-8, not terminated by a zero, owned by the document.
  const char *text;
  size_t textLength;
  int64_t integer;
  double real;
  bool boolean;
  /// How many nodes of the list are directly inside this one; they, each with its own, follow it.
  size_t children;
} CTomlNode;

typedef struct CTomlDocument CTomlDocument;

/// Parses UTF-8; never NULL, to be given back to `ctoml_free`.
CTomlDocument *ctoml_parse(const char *text, size_t length);
/// The list, the root first; valid until the document is freed.
const CTomlNode *ctoml_nodes(const CTomlDocument *document);
size_t ctoml_count(const CTomlDocument *document);
void ctoml_free(CTomlDocument *document);

#ifdef __cplusplus
}
#endif
