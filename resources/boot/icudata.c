// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later

// ICU's data without any: the table of contents of a data package, with no entries. ICU is made to have its data
// replaced, and does what it can without ("ICU Data", "stub data" in its user guide). castjoin needs none of it:
// what Qt asks of ICU is collation, time zones' names and charsets other than Unicode.
#include <stdint.h>

struct Contents {
    uint16_t headerSize;
    uint8_t magic[2];
    struct {
        uint16_t size;
        uint16_t reserved;
        uint8_t isBigEndian;
        uint8_t charsetFamily; ///< 0: ASCII
        uint8_t sizeOfChar;
        uint8_t reservedByte;
        uint8_t format[4];
        uint8_t formatVersion[4];
        uint8_t dataVersion[4];
    } info;
    uint8_t padding[8];
    uint32_t entries;
    uint32_t reserved;
};

/// ENTRY is the name by which this version of ICU looks for it, such as icudt72_dat.
__attribute__((visibility("default"))) const struct Contents ENTRY = {
    .headerSize = 32,
    .magic = {0xda, 0x27},
    .info = {.size = 20,
             .isBigEndian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
             .sizeOfChar = 2,
             .format = "ToCP",
             .formatVersion = {1}},
};
