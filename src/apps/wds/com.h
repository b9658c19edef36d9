// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/failure.h"
#include "apps/wds/pulse.h"
#include "apps/wds/text.h"

#include <oleauto.h>
#include <utility>
#include <vector>
#include <windows.h>

#include <wdstptmgmt.h>

namespace castdeck::wds
{

/// A counted pointer to an object of COM.
template <class T>
class Ref
{
public:
    Ref() = default;
    Ref(const Ref &other) : m_object(other.m_object)
    {
        if (m_object)
            m_object->AddRef();
    }
    Ref(Ref &&other) noexcept : m_object(std::exchange(other.m_object, nullptr)) {}
    ~Ref()
    {
        if (m_object)
            m_object->Release();
    }
    Ref &operator=(Ref other) noexcept
    {
        std::swap(m_object, other.m_object);
        return *this;
    }
    /// For a call to put the pointer into, which is then ours.
    T **out()
    {
        *this = Ref();
        return &m_object;
    }
    /// The same object by another interface; empty if it has none such.
    template <class Other>
    Ref<Other> as() const
    {
        Ref<Other> other;
        if (m_object &&
            FAILED(m_object->QueryInterface(__uuidof(Other), reinterpret_cast<void **>(other.out()))))
            return {};
        return other;
    }
    T *operator->() const { return m_object; }
    T *get() const { return m_object; }
    explicit operator bool() const { return m_object != nullptr; }

private:
    T *m_object = nullptr;
};

/// A text for COM.
class Bstr
{
public:
    Bstr() = default;
    explicit Bstr(const std::wstring &text)
        : m_text(SysAllocStringLen(text.data(), static_cast<UINT>(text.size())))
    {
    }
    explicit Bstr(const std::string &text) : Bstr(toUtf16(text)) {}
    ~Bstr() { SysFreeString(m_text); }
    Bstr(const Bstr &) = delete;
    Bstr &operator=(const Bstr &) = delete;

    BSTR *out() { return &m_text; }
    BSTR get() const { return m_text; }
    /// No text is an empty one.
    std::wstring_view view() const { return {m_text ? m_text : L"", m_text ? SysStringLen(m_text) : 0}; }

private:
    BSTR m_text = nullptr;
};

/// Calls into the library about one thing, of which the first failure counts: after it the others are not
/// made and give nothing. Names are literals, such as "RetrieveClients".
class Calls
{
public:
    explicit Calls(std::string about) : m_about(std::move(about)) {}

    template <class Object, class Interface, class... Parameters, class... Given>
    bool run(const char *name, const Object &object, HRESULT (Interface::*method)(Parameters...),
             Given &&...given)
    {
        if (m_failure.code)
            return false;
        Pulse::instance().begin(name);
        const HRESULT result = (object.get()->*method)(std::forward<Given>(given)...);
        Pulse::instance().end();
        return note(name, result);
    }
    template <class Object, class Interface>
    std::string text(const char *name, const Object &object, HRESULT (Interface::*get)(BSTR *))
    {
        Bstr text;
        return run(name, object, get, text.out()) ? shortened(text.view()) : std::string();
    }
    template <class Object, class Interface>
    std::uint32_t number(const char *name, const Object &object, HRESULT (Interface::*get)(ULONG *))
    {
        ULONG value = 0;
        return run(name, object, get, &value) ? value : 0;
    }
    template <class Object, class Interface>
    bool flag(const char *name, const Object &object, HRESULT (Interface::*get)(VARIANT_BOOL *))
    {
        VARIANT_BOOL value = VARIANT_FALSE;
        return run(name, object, get, &value) && value != VARIANT_FALSE;
    }
    template <class T, class Object, class Interface>
    Ref<T> object(const char *name, const Object &object, HRESULT (Interface::*get)(T **))
    {
        Ref<T> value;
        if (run(name, object, get, value.out()) && !value)
            note(name, E_POINTER);
        return failed() ? Ref<T>() : value;
    }
    /// All that a collection has now. Rows that went while they were fetched are not in it.
    template <class T>
    std::vector<Ref<T>> all(const char *name, const Ref<IWdsTransportCollection> &collection)
    {
        std::vector<Ref<T>> rows;
        for (const Ref<IDispatch> &row : dispatches(name, collection)) {
            if (Ref<T> typed = row.template as<T>())
                rows.push_back(std::move(typed));
        }
        return rows;
    }

    bool failed() const { return m_failure.code != 0; }
    const Failure &failure() const { return m_failure; }
    tl::unexpected<Failure> unexpected() const { return tl::unexpected<Failure>(m_failure); }
    /// Takes a failure back that does not matter.
    void forgive() { m_failure = {}; }
    /// A failure of our own.
    void refuse(std::uint32_t code, const std::string &why)
    {
        if (!failed())
            m_failure = {code, m_about + ": " + why};
    }
    /// False if it is one.
    bool note(const char *name, HRESULT result);

private:
    std::vector<Ref<IDispatch>> dispatches(const char *name, const Ref<IWdsTransportCollection> &collection);
    std::vector<Ref<IDispatch>> enumerated(const char *name, const Ref<IEnumVARIANT> &rows);
    std::vector<Ref<IDispatch>> counted(const char *name, const Ref<IWdsTransportCollection> &collection);

    std::string m_about;
    Failure m_failure;
};

constexpr VARIANT_BOOL variantBool(bool value)
{
    return value ? VARIANT_TRUE : VARIANT_FALSE;
}

} // namespace castdeck::wds
