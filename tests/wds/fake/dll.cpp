// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What regsvr32 and COM call. It is never unloaded: the process that asks it is short-lived.
#include "wds/fake/server.h"

#include <olectl.h>

using namespace castdeck::wds::fake;

namespace
{

HMODULE ownModule = nullptr;
constexpr const wchar_t *key = L"SOFTWARE\\Classes\\CLSID\\{F21523F6-837C-4A58-AF99-8A7E27F8FF59}";

class Factory : public IClassFactory
{
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) override
    {
        const bool isKnown = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IClassFactory);
        *object = isKnown ? this : nullptr;
        return isKnown ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }
    ULONG STDMETHODCALLTYPE Release() override { return 1; }
    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown *outer, REFIID iid, void **object) override
    {
        *object = nullptr;
        if (outer)
            return CLASS_E_NOAGGREGATION;
        IWdsTransportManager *made = manager();
        const HRESULT result = made->QueryInterface(iid, object);
        made->Release();
        return result;
    }
    HRESULT STDMETHODCALLTYPE LockServer(BOOL) override { return S_OK; }
};

bool set(const std::wstring &path, const wchar_t *name, const std::wstring &value)
{
    return RegSetKeyValueW(HKEY_LOCAL_MACHINE, path.c_str(), name, REG_SZ, value.c_str(),
                           static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t))) == ERROR_SUCCESS;
}

} // namespace

extern "C" {

BOOL WINAPI DllMain(HINSTANCE module, DWORD, void *)
{
    ownModule = module;
    return TRUE;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **object)
{
    static Factory factory;
    *object = nullptr;
    return IsEqualCLSID(clsid, __uuidof(WdsTransportManager)) ? factory.QueryInterface(iid, object)
                                                              : CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT WINAPI DllCanUnloadNow()
{
    return S_FALSE;
}

HRESULT WINAPI DllRegisterServer()
{
    wchar_t path[MAX_PATH] = {};
    GetModuleFileNameW(ownModule, path, MAX_PATH - 1);
    const std::wstring server = std::wstring(key) + L"\\InprocServer32";
    return set(server, nullptr, path) && set(server, L"ThreadingModel", L"Both") ? S_OK : SELFREG_E_CLASS;
}

HRESULT WINAPI DllUnregisterServer()
{
    return RegDeleteTreeW(HKEY_LOCAL_MACHINE, key) == ERROR_SUCCESS ? S_OK : SELFREG_E_CLASS;
}
}
