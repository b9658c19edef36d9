// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One file by NORM (RFC 5740), as libnorm does it. Both sides go on until they are ended: the sender, to
// repair; the receiver, which has said "complete", because the sender asks it now and then.
//
//   normcast send FILE MBIT_PER_S PARITY        PARITY: repair segments for each block of 64
//   normcast receive FOLDER NUMBER              into FOLDER/copy; NUMBER: its own, from 2 on
#include <cstdio>
#include <cstdlib>
#include <normApi.h>
#include <string>
#include <string_view>

namespace
{

constexpr uint16_t port = 6003;
constexpr uint16_t segment = 1420; // with the library's headers just below 1500 bytes
constexpr uint16_t blockSegments = 64;
constexpr unsigned int room = 64 << 20; // in the library and in the socket, on either side

void check(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "normcast: %s\n", what);
    exit(1);
}

void say(const char *what)
{
    puts(what);
    fflush(stdout);
}

void startSending(NormSessionHandle session, const char *path, double rate, int parity)
{
    // In one network of known speed the rate is set, and not felt for.
    NormSetCongestionControl(session, false, false);
    NormSetTxRate(session, rate);
    NormSetGrttEstimate(session, 0.001);
    check(NormStartSender(session, NormGetRandomSessionId(), room, segment, blockSegments,
                          static_cast<uint16_t>(parity)),
          "no sender");
    check(NormSetTxSocketBuffer(session, room), "no socket buffer");
    check(NormFileEnqueue(session, path, "copy", 4) != NORM_OBJECT_INVALID, path);
}

void startReceiving(NormInstanceHandle instance, NormSessionHandle session, const char *folder)
{
    check(NormSetCacheDirectory(instance, folder), folder);
    check(NormStartReceiver(session, room), "no receiver");
    check(NormSetRxSocketBuffer(session, room), "no socket buffer");
    say("ready");
}

void handle(const NormEvent &event, const std::string &folder)
{
    if (event.type == NORM_RX_OBJECT_INFO) {
        const std::string path = folder + "/copy";
        check(NormFileRename(event.object, path.c_str()), path.c_str());
    } else if (event.type == NORM_RX_OBJECT_COMPLETED) {
        say("complete");
    } else if (event.type == NORM_RX_OBJECT_ABORTED) {
        check(false, "aborted");
    }
}

} // namespace

int main(int count, char **word)
{
    const std::string_view role = count > 1 ? word[1] : "";
    const bool sends = role == "send" && count == 5;
    if (!sends && (role != "receive" || count != 4)) {
        fputs("usage: normcast send FILE MBIT_PER_S PARITY | receive FOLDER NUMBER\n", stderr);
        return 2;
    }
    const NormInstanceHandle instance = NormCreateInstance();
    const NormSessionHandle session =
        NormCreateSession(instance, "239.192.7.7", port, sends ? 1 : static_cast<NormNodeId>(atoi(word[3])));
    check(NormSetMulticastInterface(session, "eth0"), "eth0");
    if (sends)
        startSending(session, word[2], atof(word[3]) * 1e6, atoi(word[4]));
    else
        startReceiving(instance, session, word[2]);
    for (NormEvent event; NormGetNextEvent(instance, &event);)
        handle(event, word[2]);
    return 0;
}
