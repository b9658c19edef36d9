# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The rules every target of the project is compiled under.
add_library(castdeck_strict INTERFACE)
target_compile_features(castdeck_strict INTERFACE cxx_std_20)
target_compile_definitions(castdeck_strict INTERFACE
  QT_NO_KEYWORDS
  QT_NO_CAST_FROM_ASCII
  QT_NO_CAST_TO_ASCII
  QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_URL_CAST_FROM_STRING
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_NO_FOREACH
  QT_NO_JAVA_STYLE_ITERATORS
  QT_STRICT_ITERATORS
  QT_USE_QSTRINGBUILDER
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  CASTDECK_VERSION="${PROJECT_VERSION}")
target_compile_options(castdeck_strict INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wold-style-cast -Wimplicit-fallthrough -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 takes the empty state of std::optional for an uninitialised read.
  target_compile_options(castdeck_strict INTERFACE -Wno-maybe-uninitialized)
  if(CMAKE_UNITY_BUILD)
    # It takes sources that are joined for headers.
    target_compile_options(castdeck_strict INTERFACE -Wno-subobject-linkage)
  endif()
endif()
target_include_directories(castdeck_strict INTERFACE ${PROJECT_SOURCE_DIR}/src)

if(CASTDECK_FAST_LINK)
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=mold castdeck_has_mold)
  if(castdeck_has_mold)
    target_link_options(castdeck_strict INTERFACE -fuse-ld=mold)
  endif()
endif()

if(CASTDECK_SANITIZE)
  target_compile_options(castdeck_strict INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(castdeck_strict INTERFACE -fsanitize=address,undefined)
endif()

if(CASTDECK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "CASTDECK_FUZZ needs Clang, the compiler is ${CMAKE_CXX_COMPILER_ID}")
  endif()
  target_compile_options(castdeck_strict INTERFACE
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  target_link_options(castdeck_strict INTERFACE -fsanitize=address,undefined)
endif()
