# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The first target makes the precompiled header, the others take the same: making it costs more than one
# source gains.
function(castdeck_precompile target)
  if(NOT CASTDECK_PRECOMPILE)
    return()
  endif()
  if(target STREQUAL "castdeck_core")
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
  else()
    target_precompile_headers(${target} REUSE_FROM castdeck_core)
  endif()
endfunction()

# castdeck_library(<name> SOURCES … LINK …): one static library of the house.
# Its sources are listed, so that a stray file is noticed.
function(castdeck_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC castdeck_strict ${ARG_LINK})
  castdeck_precompile(${name})
endfunction()

set(castdeck_test_environment
  QT_QPA_PLATFORM=offscreen
  LC_ALL=C.UTF-8
  UBSAN_OPTIONS=print_stacktrace=1
  LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0)

# castdeck_test(<folder> <unit> [LINK …]): tst_<unit>.cpp as one Qt Test program,
# named <folder>/<unit> in CTest.
function(castdeck_test folder unit)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LINK;SOURCES" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set(target tst_${folder}_${unit})
  add_executable(${target} tst_${unit}.cpp ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE castdeck_strict ${ARG_LINK} Qt6::Test)
  castdeck_precompile(${target})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    CASTDECK_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    CASTDECK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    CASTDECK_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${folder}/${unit} COMMAND ${target})
  set_tests_properties(${folder}/${unit} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "${castdeck_test_environment}")
endfunction()
