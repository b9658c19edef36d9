// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/wideunits.h"

#include <algorithm>
#include <array>
#include <intel-ipsec-mb.h>
#include <openssl/crypto.h>

namespace castdeck::wire
{

namespace
{

struct Free {
    void operator()(IMB_MGR *manager) const { free_mb_mgr(manager); }
};
using Manager = std::unique_ptr<IMB_MGR, Free>;

/// Null unless the processor has the units with which it is faster.
Manager newManager()
{
    Manager manager(alloc_mb_mgr(0));
    constexpr uint64_t Needed =
        IMB_FEATURE_AVX512_SKX | IMB_FEATURE_VAES | IMB_FEATURE_VPCLMULQDQ | IMB_FEATURE_GFNI;
    if (!manager || (manager->features & Needed) != Needed)
        return nullptr;
    init_mb_mgr_avx512(manager.get());
    return imb_get_errno(manager.get()) == 0 ? std::move(manager) : nullptr;
}

/// For calls that keep nothing in it, from any thread.
IMB_MGR *sharedManager()
{
    static const Manager shared = newManager();
    return shared.get();
}

class WideAead final : public Aead
{
public:
    WideAead(IMB_MGR &manager, const CipherKey &key) : m_manager(manager)
    {
        IMB_AES256_GCM_PRE(&m_manager, key.data(), &m_key);
    }
    ~WideAead() override
    {
        OPENSSL_cleanse(&m_key, sizeof m_key);
        OPENSSL_cleanse(&m_context, sizeof m_context);
    }

    bool seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
              std::span<uint8_t, TagSize> tag) override
    {
        uint8_t *const at = placeOf(text);
        IMB_AES256_GCM_ENC(&m_manager, &m_key, &m_context, at, at, text.size(), nonce.data(), placeOf(header),
                           header.size(), tag.data(), TagSize);
        return imb_get_errno(&m_manager) == 0;
    }

    bool open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
              std::span<const uint8_t, TagSize> tag) override
    {
        // Should the library do nothing, that is no tag that somebody may have guessed.
        std::array<uint8_t, TagSize> found;
        std::ranges::transform(tag, found.begin(), [](uint8_t byte) { return uint8_t(~byte); });
        uint8_t *const at = placeOf(text);
        IMB_AES256_GCM_DEC(&m_manager, &m_key, &m_context, at, at, text.size(), nonce.data(), placeOf(header),
                           header.size(), found.data(), TagSize);
        return CRYPTO_memcmp(found.data(), tag.data(), TagSize) == 0;
    }

private:
    /// The library takes no null, although nothing is to be read there.
    template <class Byte>
    Byte *placeOf(std::span<Byte> bytes)
    {
        return bytes.empty() ? m_nothing : bytes.data();
    }

    IMB_MGR &m_manager;
    uint8_t m_nothing[1]{};
    alignas(64) gcm_key_data m_key{};
    gcm_context_data m_context{};
};

class MultiBufferDigests final : public WideDigests
{
public:
    explicit MultiBufferDigests(Manager manager) : m_manager(std::move(manager)) {}

    bool hash(std::span<const std::span<const uint8_t>> messages, std::span<Value> values) override
    {
        size_t done = 0;
        const auto count = [&done](const IMB_JOB *job) {
            done += job && job->status == IMB_STATUS_COMPLETED;
            return job != nullptr;
        };
        for (size_t i = 0; i < messages.size(); ++i) {
            IMB_JOB *const job = IMB_GET_NEXT_JOB(m_manager.get());
            *job = {};
            job->cipher_mode = IMB_CIPHER_NULL;
            job->cipher_direction = IMB_DIR_ENCRYPT;
            job->chain_order = IMB_ORDER_HASH_CIPHER;
            job->hash_alg = IMB_AUTH_SHA_256;
            job->src = messages[i].data();
            job->msg_len_to_hash_in_bytes = messages[i].size();
            job->auth_tag_output = values[i].data();
            job->auth_tag_output_len_in_bytes = values[i].size();
            count(IMB_SUBMIT_JOB(m_manager.get()));
        }
        while (count(IMB_FLUSH_JOB(m_manager.get()))) {
        }
        return done == messages.size();
    }

private:
    Manager m_manager;
};

} // namespace

std::unique_ptr<Aead> wideAead(const CipherKey &key)
{
    IMB_MGR *const manager = sharedManager();
    return manager ? std::make_unique<WideAead>(*manager, key) : nullptr;
}

std::unique_ptr<WideDigests> WideDigests::create()
{
    Manager manager = newManager();
    return manager ? std::make_unique<MultiBufferDigests>(std::move(manager)) : nullptr;
}

} // namespace castdeck::wire
