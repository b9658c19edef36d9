// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel does that is held, which no other end can be made to bring about at the right moment.
#include "management/linechannel.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_linechannel
{

namespace
{

/// Brings what a test puts into it.
class ScriptedStream final : public ByteStream
{
public:
    explicit ScriptedStream(QByteArray &bytes) : m_bytes(bytes) {}
    void start() override { QMetaObject::invokeMethod(this, &ByteStream::opened, Qt::QueuedConnection); }
    qsizetype available() const override { return m_bytes.size(); }
    QByteArray read(qsizetype most) override
    {
        const QByteArray part = m_bytes.left(most);
        m_bytes.remove(0, part.size());
        return part;
    }
    void write(const QByteArray &) override {}
    qsizetype unwritten() const override { return 0; }
    void setReadBuffer(qsizetype) override {}
    void release(std::chrono::milliseconds) override {}

private:
    QByteArray &m_bytes;
};

QByteArray lines(int count)
{
    QByteArray all;
    for (int i = 1; i <= count; ++i)
        all += *JsonCodec::encode(Reply{quint64(i), Done{}});
    return all;
}

} // namespace

class TestLineChannel : public QObject
{
    Q_OBJECT

    QByteArray m_bytes;
    ScriptedStream *m_stream = nullptr; ///< until the channel has ended
    std::unique_ptr<LineChannel> m_channel;
    QList<quint64> m_heard;
    QList<Error> m_ends;

private Q_SLOTS:
    void init()
    {
        m_heard.clear();
        m_ends.clear();
        m_bytes.clear();
        auto stream = std::make_unique<ScriptedStream>(m_bytes);
        m_stream = stream.get();
        m_channel = std::make_unique<LineChannel>(LineChannel::End::Asking, std::move(stream),
                                                  LineChannel::Limits{.line = std::chrono::minutes(10)});
        connect(m_channel.get(), &Channel::received, this,
                [this](const Message &message) { m_heard << std::get<Reply>(message).id; });
        connect(m_channel.get(), &Channel::closed, this, [this](const Error &reason) { m_ends << reason; });
    }
    void cleanup() { m_channel.reset(); }

    void whoIsHeldIsNotRead()
    {
        m_channel->setHeld(true);
        m_bytes = lines(3);
        const qsizetype all = m_bytes.size();
        m_channel->start();
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QList<quint64>());
        QCOMPARE(m_bytes.size(), all); // it stays where it is
        m_channel->setHeld(false);
        QTRY_COMPARE(m_heard, (QList<quint64>{1, 2, 3}));
    }

    void whoIsHeldInTheMidstGoesOnLater()
    {
        connect(m_channel.get(), &Channel::received, this, [this] { m_channel->setHeld(true); });
        m_bytes = lines(3);
        m_channel->start();
        for (quint64 i = 1; i <= 3; ++i) {
            QTRY_COMPARE(m_heard.size(), qsizetype(i));
            QCoreApplication::processEvents();
            QCOMPARE(m_heard.size(), qsizetype(i));
            m_channel->setHeld(false);
        }
    }

    void whatCameBeforeTheEndIsHeardThoughItIsHeld_data()
    {
        QTest::addColumn<bool>("isHeldFromTheStart");
        QTest::newRow("before") << true;
        QTest::newRow("at the first of many") << false;
    }
    void whatCameBeforeTheEndIsHeardThoughItIsHeld()
    {
        QFETCH(bool, isHeldFromTheStart);
        m_channel->setHeld(isHeldFromTheStart);
        m_channel->start();
        QCoreApplication::processEvents();
        connect(m_channel.get(), &Channel::received, this, [this] { m_channel->setHeld(true); });
        constexpr int many = 200;
        m_bytes = lines(many);
        Q_EMIT m_stream->ended({ErrorCode::ConnectionLost, QStringLiteral("gone")});
        QTRY_COMPARE(m_ends, (QList<Error>{{ErrorCode::ConnectionLost, QStringLiteral("gone")}}));
        QCOMPARE(m_heard.size(), many);
        QCOMPARE(m_heard.last(), quint64(many));
    }
};

CASTDECK_TEST(TestLineChannel)

} // namespace castdeck::tst_linechannel
#include "tst_linechannel.moc"
