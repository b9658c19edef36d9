// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/fake/server.h"

#include "wds/fake/policies.h"
#include "wds/fake/tree.h"

#include <algorithm>
#include <cstdio>

namespace castdeck::wds::fake
{

namespace
{

HRESULT enter(const char *method, const std::string &object = {})
{
    return Scenario::instance().enter(method, object);
}

template <class T>
HRESULT give(const char *method, T **object, T *made)
{
    const HRESULT refused = enter(method);
    *object = SUCCEEDED(refused) ? made : nullptr;
    if (FAILED(refused))
        made->Release();
    return refused;
}

class Enumerator : public IEnumVARIANT
{
public:
    explicit Enumerator(std::vector<IDispatch *> objects) : m_objects(std::move(objects))
    {
        for (IDispatch *object : m_objects)
            object->AddRef();
    }
    virtual ~Enumerator()
    {
        for (IDispatch *object : m_objects)
            object->Release();
    }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) override
    {
        const bool isKnown = IsEqualIID(iid, IID_IUnknown) || IsEqualIID(iid, IID_IEnumVARIANT);
        *object = isKnown ? this : nullptr;
        if (isKnown)
            AddRef();
        return isKnown ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++m_count; }
    ULONG STDMETHODCALLTYPE Release() override
    {
        const ULONG count = --m_count;
        if (count == 0)
            delete this;
        return count;
    }
    HRESULT STDMETHODCALLTYPE Next(ULONG wanted, VARIANT *values, ULONG *fetched) override
    {
        ULONG count = 0;
        for (; count < wanted && m_at < m_objects.size(); ++count) {
            VariantInit(values + count);
            values[count].vt = VT_DISPATCH;
            values[count].pdispVal = m_objects[m_at++];
            values[count].pdispVal->AddRef();
        }
        if (fetched)
            *fetched = count;
        return count == wanted ? S_OK : S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Reset() override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Clone(IEnumVARIANT **) override { return E_NOTIMPL; }

private:
    std::atomic<ULONG> m_count{1};
    std::vector<IDispatch *> m_objects;
    std::size_t m_at = 0;
};

class Collection : public Object<IWdsTransportCollection>
{
public:
    explicit Collection(std::vector<IDispatch *> objects) : m_objects(std::move(objects)) {}
    ~Collection() override
    {
        for (IDispatch *object : m_objects)
            object->Release();
    }
    HRESULT STDMETHODCALLTYPE get_Count(ULONG *count) override
    {
        *count = static_cast<ULONG>(m_objects.size());
        return Scenario::instance().property("Collection.Count", "");
    }
    HRESULT STDMETHODCALLTYPE get_Item(ULONG index, IDispatch **object) override
    {
        *object = nullptr;
        if (index < 1 || index > m_objects.size())
            return DISP_E_BADINDEX;
        const HRESULT refused = Scenario::instance().property("Collection.Item", std::to_string(index));
        if (FAILED(refused))
            return refused;
        *object = m_objects[index - 1];
        (*object)->AddRef();
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE get__NewEnum(IUnknown **enumerator) override
    {
        *enumerator = nullptr;
        const HRESULT refused = Scenario::instance().property("Collection._NewEnum", "");
        if (SUCCEEDED(refused))
            *enumerator = new Enumerator(m_objects);
        return refused;
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportCollection)}; }

    std::vector<IDispatch *> m_objects;
};

class ContentProvider : public Object<IWdsTransportContentProvider>
{
public:
    explicit ContentProvider(Row row) : m_row(std::move(row)) {}
    HRESULT STDMETHODCALLTYPE get_Name(BSTR *text) override
    {
        return textProperty("ContentProvider.Name", m_row, "name", text);
    }
    HRESULT STDMETHODCALLTYPE get_Description(BSTR *text) override
    {
        return textProperty("ContentProvider.Description", m_row, "description", text);
    }
    HRESULT STDMETHODCALLTYPE get_FilePath(BSTR *text) override
    {
        return textProperty("ContentProvider.FilePath", m_row, "filePath", text);
    }
    HRESULT STDMETHODCALLTYPE get_InitializationRoutine(BSTR *text) override
    {
        return textProperty("ContentProvider.InitializationRoutine", m_row, "initializationRoutine", text);
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportContentProvider)}; }

    Row m_row;
};

template <class Make>
IWdsTransportCollection *allOf(const char *list, Make make)
{
    std::vector<IDispatch *> objects;
    const auto data = Scenario::instance().data();
    if (const auto rows = data->find(list); rows != data->end()) {
        for (const json &row : *rows)
            objects.push_back(make(Row{data, &row}));
    }
    return collectionOf(std::move(objects));
}

class SetupManager : public Object<IWdsTransportSetupManager2>
{
public:
    HRESULT STDMETHODCALLTYPE get_Version(ULONGLONG *version) override
    {
        const HRESULT refused = enter("SetupManager.Version");
        unsigned parts[4] = {};
        const std::string text = Scenario::instance().data()->value("version", "10.0.17763.1");
        std::sscanf(text.c_str(), "%u.%u.%u.%u", parts, parts + 1, parts + 2, parts + 3);
        *version = 0;
        for (const unsigned part : parts)
            *version = (*version << 16) | part;
        return refused;
    }
    HRESULT STDMETHODCALLTYPE get_InstalledFeatures(ULONG *features) override
    {
        *features = Scenario::instance().data()->value("features", 7U);
        return enter("SetupManager.InstalledFeatures");
    }
    HRESULT STDMETHODCALLTYPE get_Protocols(ULONG *protocols) override
    {
        *protocols = 3;
        return enter("SetupManager.Protocols");
    }
    HRESULT STDMETHODCALLTYPE RegisterContentProvider(BSTR, BSTR, BSTR, BSTR) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE DeregisterContentProvider(BSTR) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE get_TftpCapabilities(ULONG *capabilities) override
    {
        *capabilities = 3;
        return enter("SetupManager.TftpCapabilities");
    }
    HRESULT STDMETHODCALLTYPE get_ContentProviders(IWdsTransportCollection **providers) override
    {
        return give("SetupManager.ContentProviders", providers,
                    allOf("contentProviders", [](Row row) { return new ContentProvider(std::move(row)); }));
    }

private:
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportSetupManager), CASTDECK_KNOWN(IWdsTransportSetupManager2)};
    }
};

class ConfigurationManager : public Object<IWdsTransportConfigurationManager2>
{
public:
    HRESULT STDMETHODCALLTYPE get_ServicePolicy(IWdsTransportServicePolicy **policy) override
    {
        return give("ConfigurationManager.ServicePolicy", policy, servicePolicy());
    }
    HRESULT STDMETHODCALLTYPE get_DiagnosticsPolicy(IWdsTransportDiagnosticsPolicy **policy) override
    {
        return give("ConfigurationManager.DiagnosticsPolicy", policy, diagnosticsPolicy());
    }
    HRESULT STDMETHODCALLTYPE
    get_MulticastSessionPolicy(IWdsTransportMulticastSessionPolicy **policy) override
    {
        return give("ConfigurationManager.MulticastSessionPolicy", policy, sessionPolicy());
    }
    HRESULT STDMETHODCALLTYPE get_WdsTransportServicesRunning(VARIANT_BOOL, VARIANT_BOOL *running) override
    {
        const HRESULT refused = enter("ConfigurationManager.WdsTransportServicesRunning");
        *running = Scenario::instance().data()->value("running", true) ? VARIANT_TRUE : VARIANT_FALSE;
        return refused;
    }
    HRESULT STDMETHODCALLTYPE EnableWdsTransportServices() override
    {
        return enter("ConfigurationManager.EnableWdsTransportServices");
    }
    HRESULT STDMETHODCALLTYPE DisableWdsTransportServices() override
    {
        return enter("ConfigurationManager.DisableWdsTransportServices");
    }
    HRESULT STDMETHODCALLTYPE StartWdsTransportServices() override
    {
        return set("ConfigurationManager.StartWdsTransportServices", true);
    }
    HRESULT STDMETHODCALLTYPE StopWdsTransportServices() override
    {
        return set("ConfigurationManager.StopWdsTransportServices", false);
    }
    HRESULT STDMETHODCALLTYPE RestartWdsTransportServices() override
    {
        return set("ConfigurationManager.RestartWdsTransportServices", true);
    }
    HRESULT STDMETHODCALLTYPE NotifyWdsTransportServices(WDSTRANSPORT_SERVICE_NOTIFICATION what) override
    {
        return enter("ConfigurationManager.NotifyWdsTransportServices", std::to_string(what));
    }

private:
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportConfigurationManager),
                CASTDECK_KNOWN(IWdsTransportConfigurationManager2)};
    }
    static HRESULT set(const char *method, bool running)
    {
        const HRESULT refused = enter(method);
        if (FAILED(refused))
            return refused;
        const bool isStart = std::string(method).find("Start") != std::string::npos;
        Scenario::instance().change([&](json &data) {
            data["running"] = running;
            endSessions(data, [&](const json &) { return !isStart; });
        });
        return S_OK;
    }
};

class NamespaceManager : public Object<IWdsTransportNamespaceManager>
{
public:
    HRESULT STDMETHODCALLTYPE CreateNamespace(WDSTRANSPORT_NAMESPACE_TYPE type, BSTR name, BSTR provider,
                                              BSTR configuration, IWdsTransportNamespace **space) override
    {
        *space = nullptr;
        const HRESULT refused = enter("NamespaceManager.CreateNamespace", textOf(name));
        if (FAILED(refused))
            return refused;
        if (textOf(name).empty())
            return static_cast<HRESULT>(0xC110010A);
        static constexpr const char *words[] = {"unknown", "autocast", "scheduledcastmanualstart",
                                                "scheduledcastautostart"};
        *space = newNamespace({{"id", 0},
                               {"type", words[type]},
                               {"name", textOf(name)},
                               {"contentProvider", textOf(provider)},
                               {"configuration", textOf(configuration)},
                               {"tombstoned", false}});
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE RetrieveNamespace(BSTR, IWdsTransportNamespace **) override
    {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE RetrieveNamespaces(BSTR provider, BSTR name, VARIANT_BOOL tombstones,
                                                 IWdsTransportCollection **spaces) override
    {
        *spaces = nullptr;
        const HRESULT refused = enter("NamespaceManager.RetrieveNamespaces");
        if (FAILED(refused))
            return refused;
        std::vector<IDispatch *> objects;
        const auto data = Scenario::instance().data();
        const auto fits = [](BSTR wanted, const json &value) {
            return textOf(wanted).empty() || value == textOf(wanted);
        };
        if (const auto rows = data->find("namespaces"); rows != data->end()) {
            for (const json &row : *rows) {
                if (fits(provider, row.at("contentProvider")) && fits(name, row.at("name")) &&
                    (tombstones == VARIANT_TRUE || !row.value("tombstoned", false)))
                    objects.push_back(registeredNamespace(Row{data, &row}));
            }
        }
        *spaces = collectionOf(std::move(objects));
        Scenario::instance().leave("NamespaceManager.RetrieveNamespaces");
        return S_OK;
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportNamespaceManager)}; }
};

class TftpClient : public Object<IWdsTransportTftpClient>
{
public:
    explicit TftpClient(Row row) : m_row(std::move(row)) {}
    HRESULT STDMETHODCALLTYPE get_FileName(BSTR *text) override
    {
        return textProperty("TftpClient.FileName", m_row, "fileName", text);
    }
    HRESULT STDMETHODCALLTYPE get_IpAddress(BSTR *text) override
    {
        return textProperty("TftpClient.IpAddress", m_row, "ipAddress", text);
    }
    HRESULT STDMETHODCALLTYPE get_Timeout(ULONG *value) override
    {
        return numberProperty("TftpClient.Timeout", m_row, "timeout", value);
    }
    HRESULT STDMETHODCALLTYPE get_CurrentFileOffset(ULONG64 *value) override
    {
        *value = m_row.at("currentFileOffset").get<ULONG64>();
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE get_FileSize(ULONG64 *value) override
    {
        *value = m_row.at("fileSize").get<ULONG64>();
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE get_BlockSize(ULONG *value) override
    {
        return numberProperty("TftpClient.BlockSize", m_row, "blockSize", value);
    }
    HRESULT STDMETHODCALLTYPE get_WindowSize(ULONG *value) override
    {
        return numberProperty("TftpClient.WindowSize", m_row, "windowSize", value);
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportTftpClient)}; }

    Row m_row;
};

class TftpManager : public Object<IWdsTransportTftpManager>
{
public:
    HRESULT STDMETHODCALLTYPE RetrieveTftpClients(IWdsTransportCollection **clients) override
    {
        return give("TftpManager.RetrieveTftpClients", clients,
                    allOf("tftpClients", [](Row row) { return new TftpClient(std::move(row)); }));
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportTftpManager)}; }
};

class Server : public Object<IWdsTransportServer2>
{
public:
    HRESULT STDMETHODCALLTYPE get_Name(BSTR *name) override
    {
        *name = bstrOf(Scenario::instance().data()->value("name", ""));
        return enter("Server.Name");
    }
    HRESULT STDMETHODCALLTYPE get_SetupManager(IWdsTransportSetupManager **object) override
    {
        return give<IWdsTransportSetupManager>("Server.SetupManager", object, new SetupManager);
    }
    HRESULT STDMETHODCALLTYPE get_ConfigurationManager(IWdsTransportConfigurationManager **object) override
    {
        return give<IWdsTransportConfigurationManager>("Server.ConfigurationManager", object,
                                                       new ConfigurationManager);
    }
    HRESULT STDMETHODCALLTYPE get_NamespaceManager(IWdsTransportNamespaceManager **object) override
    {
        return give<IWdsTransportNamespaceManager>("Server.NamespaceManager", object, new NamespaceManager);
    }
    HRESULT STDMETHODCALLTYPE DisconnectClient(ULONG id, WDSTRANSPORT_DISCONNECT_TYPE type) override
    {
        const char *method = type == WdsTptDisconnectAbort ? "Server.DisconnectClient(Abort)"
                                                           : "Server.DisconnectClient(Fallback)";
        const HRESULT refused = enter(method, std::to_string(id));
        if (FAILED(refused))
            return refused;
        if (!rowOf(*Scenario::instance().data(), "clients", id))
            return static_cast<HRESULT>(0xC1210104);
        Scenario::instance().change([id](json &data) {
            const json stays = data.value("stays", json::array());
            removeRows(data, "clients", [&](const json &row) {
                return row.at("id") == id &&
                       std::find(stays.begin(), stays.end(), row.at("id")) == stays.end();
            });
        });
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE get_TftpManager(IWdsTransportTftpManager **object) override
    {
        return give<IWdsTransportTftpManager>("Server.TftpManager", object, new TftpManager);
    }

private:
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportServer), CASTDECK_KNOWN(IWdsTransportServer2)};
    }
};

class Manager : public Object<IWdsTransportManager>
{
public:
    HRESULT STDMETHODCALLTYPE GetWdsTransportServer(BSTR name, IWdsTransportServer **server) override
    {
        *server = nullptr;
        const HRESULT refused = enter("Manager.GetWdsTransportServer", textOf(name));
        if (SUCCEEDED(refused))
            *server = new Server;
        return refused;
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportManager)}; }
};

} // namespace

IWdsTransportCollection *collectionOf(std::vector<IDispatch *> objects)
{
    return new Collection(std::move(objects));
}

IWdsTransportManager *manager()
{
    return new Manager;
}

} // namespace castdeck::wds::fake
