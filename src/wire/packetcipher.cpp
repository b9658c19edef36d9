// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/packetcipher.h"

#include <openssl/evp.h>

namespace castdeck::wire
{

PacketCipher::PacketCipher(Use use, const CipherKey &key) : m_context(EVP_CIPHER_CTX_new())
{
    // Without a cipher nothing may be sent, and there is nobody to whom this could be said.
    if (!m_context || EVP_CipherInit_ex(m_context, EVP_aes_256_gcm(), nullptr, key.data(), nullptr,
                                        use == Use::Seal ? 1 : 0) != 1)
        qFatal("no AES-256-GCM in the cryptographic library");
}

PacketCipher::~PacketCipher()
{
    EVP_CIPHER_CTX_free(m_context);
}

bool PacketCipher::pass(std::span<const uint8_t> header, std::span<uint8_t> text)
{
    int size = 0;
    return EVP_CipherUpdate(m_context, nullptr, &size, header.data(), int(header.size())) == 1 &&
           (text.empty() ||
            EVP_CipherUpdate(m_context, text.data(), &size, text.data(), int(text.size())) == 1) &&
           EVP_CipherFinal_ex(m_context, text.data() + text.size(), &size) == 1;
}

bool PacketCipher::seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                        std::span<uint8_t, TagSize> tag)
{
    return EVP_CipherInit_ex(m_context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1 &&
           pass(header, text) &&
           EVP_CIPHER_CTX_ctrl(m_context, EVP_CTRL_AEAD_GET_TAG, int(TagSize), tag.data()) == 1;
}

bool PacketCipher::open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                        std::span<const uint8_t, TagSize> tag)
{
    return EVP_CipherInit_ex(m_context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1 &&
           EVP_CIPHER_CTX_ctrl(m_context, EVP_CTRL_AEAD_SET_TAG, int(TagSize),
                               const_cast<uint8_t *>(tag.data())) == 1 &&
           pass(header, text);
}

} // namespace castdeck::wire
