// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/text.h"
#include "wds/fake/scenario.h"

#include <atomic>
#include <oleauto.h>
#include <vector>

#include <wdstptmgmt.h>

namespace castdeck::wds::fake
{

/// One by which an object can be asked, with its name in "without".
struct Known {
    const IID &iid;
    const char *name;
};

#define CASTDECK_KNOWN(Interface)                                                                            \
    castdeck::wds::fake::Known                                                                               \
    {                                                                                                        \
        __uuidof(Interface), #Interface                                                                      \
    }

/// What every object of COM has to have. There is no type information, as nothing here is asked by name.
template <class Interface>
class Object : public Interface
{
public:
    virtual ~Object() = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) override
    {
        *object = nullptr;
        bool isKnown = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IDispatch);
        for (const Known &known : interfaces())
            isKnown = isKnown || (IsEqualIID(iid, known.iid) && !Scenario::instance().lacks(known.name));
        if (!isKnown)
            return E_NOINTERFACE;
        *object = static_cast<Interface *>(this);
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++m_count; }
    ULONG STDMETHODCALLTYPE Release() override
    {
        const ULONG count = --m_count;
        if (count == 0)
            delete this;
        return count;
    }
    HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT *count) override
    {
        *count = 0;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR *, UINT, LCID, DISPID *) override
    {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *,
                                     UINT *) override
    {
        return E_NOTIMPL;
    }

protected:
    virtual std::vector<Known> interfaces() const = 0;

private:
    std::atomic<ULONG> m_count{1};
};

/// A row of the scenario, as it was when the object was made.
struct Row {
    std::shared_ptr<const json> data;
    const json *row = nullptr;

    const json &at(const char *key) const
    {
        static const json none;
        const auto found = row->find(key);
        return found == row->end() ? none : *found;
    }
    std::uint32_t number(const char *key, std::uint32_t otherwise = 0) const
    {
        return at(key).is_number() ? at(key).get<std::uint32_t>() : otherwise;
    }
    std::string id() const { return std::to_string(number("id")); }
};

/// Nothing is a valid empty text, and an empty one is told as that.
inline BSTR bstrOf(const json &value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    const std::wstring wide = toUtf16(text);
    return wide.empty() ? nullptr : SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
}

inline std::string textOf(BSTR text)
{
    return text ? toUtf8({text, SysStringLen(text)}) : std::string();
}

inline HRESULT textProperty(const char *method, const Row &row, const char *key, BSTR *value)
{
    const HRESULT refused = Scenario::instance().property(method, row.id());
    *value = SUCCEEDED(refused) ? bstrOf(row.at(key)) : nullptr;
    return refused;
}

inline HRESULT numberProperty(const char *method, const Row &row, const char *key, ULONG *value,
                              ULONG otherwise = 0)
{
    const HRESULT refused = Scenario::instance().property(method, row.id());
    *value = row.number(key, otherwise);
    return refused;
}

inline HRESULT flagProperty(const char *method, const Row &row, const char *key, VARIANT_BOOL *value)
{
    const HRESULT refused = Scenario::instance().property(method, row.id());
    *value = row.at(key) == true ? VARIANT_TRUE : VARIANT_FALSE;
    return refused;
}

/// A collection of objects, each counted once by it.
IWdsTransportCollection *collectionOf(std::vector<IDispatch *> objects);

} // namespace castdeck::wds::fake
