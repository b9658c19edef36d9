# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What whole casts are simulated with is optimised even where nothing else is, as its tests take minutes otherwise. The
# precompiled header is for one level of optimisation.
macro(castdeck_is_simulated)
  if(CASTDECK_SANITIZE)
    set(castdeck_simulated ON)
    add_compile_options(-O1)
  endif()
endmacro()

# The first target makes the precompiled header, the others take the same: making it costs more than one
# source gains.
function(castdeck_precompile target)
  if(NOT CASTDECK_PRECOMPILE OR castdeck_simulated)
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

# The limit of a test is CTest's: the watchdog of Qt Test takes several functions for one where a machine is busy.
set(castdeck_test_environment
  QT_QPA_PLATFORM=offscreen
  LC_ALL=C.UTF-8
  QTEST_FUNCTION_TIMEOUT=2000000000
  UBSAN_OPTIONS=print_stacktrace=1
  LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0)

# castdeck_tests(<folder> UNITS … [SOURCES …] [LINK …]): tst_<unit>.cpp of all units as one program, tst_<folder>,
# and each unit as the test <folder>/<unit> of CTest, in a process of its own.
function(castdeck_tests folder)
  cmake_parse_arguments(ARG "" "" "UNITS;SOURCES;LINK" ${ARGN})
  set(target tst_${folder})
  list(TRANSFORM ARG_UNITS REPLACE "(.+)" "tst_\\1.cpp" OUTPUT_VARIABLE units)
  add_executable(${target} ${units} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE castdeck_testing ${ARG_LINK})
  castdeck_precompile(${target})
  target_compile_definitions(${target} PRIVATE
    CASTDECK_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    CASTDECK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    CASTDECK_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  foreach(unit ${ARG_UNITS})
    add_test(NAME ${folder}/${unit} COMMAND ${target} ${unit})
    set_tests_properties(${folder}/${unit} PROPERTIES ENVIRONMENT "${castdeck_test_environment}")
  endforeach()
endfunction()
