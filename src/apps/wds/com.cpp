// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/com.h"

#include "apps/wds/codes.h"

namespace castdeck::wds
{

namespace
{

/// Empty if it is none.
Ref<IDispatch> dispatchOf(const VARIANT &value)
{
    Ref<IDispatch> dispatch;
    IUnknown *object = nullptr;
    if (value.vt == VT_DISPATCH)
        object = value.pdispVal;
    else if (value.vt == VT_UNKNOWN)
        object = value.punkVal;
    if (object)
        object->QueryInterface(IID_IDispatch, reinterpret_cast<void **>(dispatch.out()));
    return dispatch;
}

} // namespace

bool Calls::note(const char *name, HRESULT result)
{
    if (SUCCEEDED(result))
        return true;
    m_failure = {static_cast<std::uint32_t>(result), m_about + ": " + name};
    return false;
}

/// By enumerator, as scripts have always done it; by number where there is none.
std::vector<Ref<IDispatch>> Calls::dispatches(const char *name,
                                              const Ref<IWdsTransportCollection> &collection)
{
    Ref<IUnknown> enumerator;
    if (failed() || !collection)
        return {};
    if (run(name, collection, &IWdsTransportCollection::get__NewEnum, enumerator.out())) {
        if (const auto rows = enumerator.as<IEnumVARIANT>())
            return enumerated(name, rows);
    } else if (concernsServer(m_failure.code) || saysVanished(m_failure.code)) {
        return {};
    }
    forgive();
    return counted(name, collection);
}

std::vector<Ref<IDispatch>> Calls::enumerated(const char *name, const Ref<IEnumVARIANT> &rows)
{
    std::vector<Ref<IDispatch>> found;
    for (;;) {
        VARIANT value;
        VariantInit(&value);
        ULONG fetched = 0;
        Pulse::instance().begin(name);
        const HRESULT result = rows->Next(1, &value, &fetched);
        Pulse::instance().end();
        if (!note(name, result) || fetched == 0)
            return found;
        if (Ref<IDispatch> row = dispatchOf(value))
            found.push_back(std::move(row));
        VariantClear(&value);
        if (result != S_OK)
            return found;
    }
}

std::vector<Ref<IDispatch>> Calls::counted(const char *name, const Ref<IWdsTransportCollection> &collection)
{
    std::vector<Ref<IDispatch>> found;
    const std::uint32_t count = number(name, collection, &IWdsTransportCollection::get_Count);
    for (std::uint32_t i = 1; i <= count; ++i) {
        Ref<IDispatch> row;
        if (run(name, collection, &IWdsTransportCollection::get_Item, ULONG(i), row.out()) && row)
            found.push_back(std::move(row));
        if (failed() && !saysVanished(m_failure.code))
            return found;
        forgive();
    }
    return found;
}

} // namespace castdeck::wds
