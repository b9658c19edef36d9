// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/packetcipher.h"

#include <QtGlobal>
#include <openssl/evp.h>

namespace castdeck::wire
{

namespace
{

class OpenSslAead final : public Aead
{
public:
    OpenSslAead(PacketCipher::Use use, const CipherKey &key) : m_context(EVP_CIPHER_CTX_new())
    {
        // Without a cipher nothing may be sent, and there is nobody to whom this could be said.
        if (!m_context || EVP_CipherInit_ex(m_context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nullptr,
                                            use == PacketCipher::Use::Seal ? 1 : 0) != 1)
            qFatal("no AES-256-GCM in the cryptographic library");
    }

    bool seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
              std::span<uint8_t, TagSize> tag) override
    {
        EVP_CIPHER_CTX *const context = m_context.get();
        return EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1 &&
               pass(header, text) &&
               EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(TagSize), tag.data()) == 1;
    }

    bool open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
              std::span<const uint8_t, TagSize> tag) override
    {
        EVP_CIPHER_CTX *const context = m_context.get();
        return EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1 &&
               EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(TagSize),
                                   const_cast<uint8_t *>(tag.data())) == 1 &&
               pass(header, text);
    }

private:
    bool pass(std::span<const uint8_t> header, std::span<uint8_t> text)
    {
        EVP_CIPHER_CTX *const context = m_context.get();
        int size = 0;
        return EVP_CipherUpdate(context, nullptr, &size, header.data(), int(header.size())) == 1 &&
               (text.empty() ||
                EVP_CipherUpdate(context, text.data(), &size, text.data(), int(text.size())) == 1) &&
               EVP_CipherFinal_ex(context, text.data() + text.size(), &size) == 1;
    }

    struct Free {
        void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
    };
    std::unique_ptr<EVP_CIPHER_CTX, Free> m_context;
};

} // namespace

PacketCipher::PacketCipher(Use use, const CipherKey &key, CryptoLibrary library)
    : m_aead(library == CryptoLibrary::Fastest ? wideAead(key) : nullptr)
{
    if (!m_aead)
        m_aead = std::make_unique<OpenSslAead>(use, key);
}

} // namespace castdeck::wire
