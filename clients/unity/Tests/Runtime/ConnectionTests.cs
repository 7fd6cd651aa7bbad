using System;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class ConnectionTests
    {
        private ScriptedTransport transport;
        private double nowMs;

        [SetUp]
        public void Begin()
        {
            transport = new ScriptedTransport();
            nowMs = 0;
        }

        private Connection Connect(string key = "")
        {
            return new Connection("http://npc/", key, transport, () => nowMs, new Random(1));
        }

        private static Pending<string> Ask(Connection connection, int retries = 0, int timeoutMs = 0)
        {
            return connection.Unary("a.B/C", new JsonWriter().Raw("{\"a\":1}"), json => json.ReadObject(), retries, timeoutMs);
        }

        [Test]
        public void ARequestHasItsAddressItsKeyAndItsTime()
        {
            Ask(Connect("sesame"), 0, 250);
            Assert.AreEqual("http://npc/a.B/C", transport.Last.Post.Url);
            Assert.AreEqual("Bearer sesame", transport.Last.Post.Authorization);
            Assert.AreEqual(250, transport.Last.Post.TimeoutMs);
            Assert.AreEqual("{\"a\":1}", transport.Last.Request);
        }

        [Test]
        public void AnAnswerIsRead()
        {
            Pending<string> asked = Ask(Connect());
            transport.Last.Answer("{\"b\":2}");
            Assert.AreEqual("{\"b\":2}", asked.Result);
        }

        [Test]
        public void AnErrorOfTheServerKeepsItsDetails()
        {
            Pending<string> asked = Ask(Connect());
            transport.Last.Refuse(
                400,
                "application/json",
                "{\"code\":\"resource_exhausted\",\"message\":\"full\",\"details\":["
                + "{\"type\":\"google.rpc.ErrorInfo\",\"value\":\"ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5EEgpucGNnZW4uZGV2\"},"
                + "{\"type\":\"google.rpc.RetryInfo\",\"value\":\"CggIARCAyrXuAQ\"},"
                + "{\"type\":\"google.rpc.BadRequest\",\"value\":\"CgkKBHRleHQSAXg\"}]}");
            Assert.AreEqual("resource_exhausted", asked.Failure.Code);
            Assert.AreEqual("CONVERSATION_NOT_FOUND", asked.Failure.Reason);
            Assert.AreEqual(1500, asked.Failure.RetryAfterMs);
            Assert.AreEqual("text", asked.Failure.Field);
        }

        [Test]
        public void DamagedDetailsSayNothing()
        {
            Pending<string> asked = Ask(Connect());
            transport.Last.Refuse(
                503,
                "application/json",
                "{\"code\":\"unavailable\",\"details\":[{\"type\":\"google.rpc.ErrorInfo\",\"value\":\"Cg\"},"
                + "{\"type\":\"google.rpc.RetryInfo\",\"value\":\"*\"}]}");
            Assert.AreEqual("UNAVAILABLE", asked.Failure.Reason);
            Assert.AreEqual(0, asked.Failure.RetryAfterMs);
        }

        [Test]
        public void AnotherProgramIsToldApart()
        {
            foreach (Action<ScriptedExchange> answer in new Action<ScriptedExchange>[]
            {
                exchange => exchange.Refuse(200, "text/html", "<html>"),
                exchange => exchange.Refuse(404, "text/plain", "no"),
                exchange => exchange.Refuse(500, "application/json", "{\"error\":1}"),
                exchange => exchange.Refuse(500, "application/json", "oops"),
                exchange => exchange.End(TransportFault.NotHttp),
            })
            {
                Pending<string> asked = Ask(Connect());
                answer(transport.Last);
                Assert.AreEqual("NOT_NPCGEN", asked.Failure.Reason);
                Assert.AreEqual("failed_precondition", asked.Failure.Code);
            }
        }

        [Test]
        public void WhatEndsEarlyIsCut()
        {
            Pending<string> asked = Ask(Connect());
            transport.Last.Head(200, "application/json").Bytes(new[] { (byte)'{' });
            transport.Last.End(TransportFault.Cut);
            Assert.AreEqual("STREAM_CUT", asked.Failure.Reason);
        }

        [Test]
        public void WhatIsNoJsonIsABadMessage()
        {
            Pending<string> asked = Ask(Connect());
            transport.Last.Answer("{\"a\"");
            Assert.AreEqual("BAD_MESSAGE", asked.Failure.Reason);
        }

        [Test]
        public void TheOwnClockEndsACall()
        {
            Connection connection = Connect();
            Pending<string> asked = Ask(connection, 3, 1000);
            nowMs = 999;
            connection.Tick();
            Assert.IsFalse(asked.IsDone);
            nowMs = 1000;
            connection.Tick();
            Assert.AreEqual("DEADLINE_EXCEEDED", asked.Failure.Reason);
            Assert.IsTrue(transport.Last.Aborted);
            Assert.AreEqual(0, connection.Count);
        }

        [Test]
        public void ACallThatMayBeRepeatedIs()
        {
            Connection connection = Connect();
            Pending<string> asked = Ask(connection, 1);
            transport.Last.End(TransportFault.Unreachable);
            Assert.IsFalse(asked.IsDone);
            nowMs = 500;
            connection.Tick();
            Assert.AreEqual(2, transport.Exchanges.Count);
            transport.Last.End(TransportFault.Unreachable);
            Assert.AreEqual("SERVER_UNREACHABLE", asked.Failure.Reason);
        }

        [Test]
        public void ClosingCancelsWhatIsUnderWay()
        {
            Connection connection = Connect();
            Pending<string> asked = Ask(connection);
            connection.Close();
            Assert.IsTrue(asked.Failure.IsCancelled);
            Assert.IsTrue(transport.Last.Aborted);
        }

        [Test]
        public void LeavingEndsWhatWouldBeTriedAgain()
        {
            Connection connection = Connect();
            Pending<string> asked = Ask(connection, 3);
            transport.Last.End(TransportFault.Unreachable);
            connection.Leave();
            Assert.AreEqual("SERVER_UNREACHABLE", asked.Failure.Reason);
            Assert.AreEqual(0, connection.Count);
        }

        [Test]
        public void AnAnswerCanBeAwaited()
        {
            Pending<string> asked = Ask(Connect());
            var awaiter = asked.GetAwaiter();
            Assert.IsFalse(awaiter.IsCompleted);
            transport.Last.Answer("{}");
            Assert.AreEqual("{}", awaiter.GetResult());
        }

        [Test]
        public void AnAnswerCanBeYieldedByACoroutine()
        {
            Pending<string> asked = Ask(Connect());
            System.Collections.IEnumerator coroutine = asked;
            Assert.IsTrue(coroutine.MoveNext());
            transport.Last.Answer("{}");
            Assert.IsFalse(coroutine.MoveNext());
        }

        [Test]
        public void AGameWaitsUntilTheModelIsLoaded()
        {
            Connection connection = Connect();
            Pending<ServerInfo> ready = new ServerCalls(connection).WaitReady();
            transport.Last.End(TransportFault.Unreachable);
            nowMs += 1000;
            connection.Tick();
            transport.Last.Answer("{\"version\":\"0.1.0\",\"model\":{\"name\":\"pocket\",\"state\":\"MODEL_STATE_LOADING\"}}");
            Assert.IsFalse(ready.IsDone);
            nowMs += 1000;
            connection.Tick();
            transport.Last.Answer("{\"version\":\"0.1.0\",\"model\":{\"name\":\"pocket\",\"state\":\"MODEL_STATE_LOADED\"}}");
            Assert.AreEqual("pocket", ready.Result.Model);
            Assert.AreEqual(3, transport.Exchanges.Count);
        }

        [Test]
        public void AnyCallTakesJsonForJson()
        {
            Pending<string> answer = Connect().Ask("npcgen.v1.MemoryService/ListMemories", "{\"npcId\":\"ada\"}");
            Assert.AreEqual("{\"npcId\":\"ada\"}", transport.Last.Request);
            transport.Last.Answer("{\"memories\":[]}");
            Assert.AreEqual("{\"memories\":[]}", answer.Result);
        }
    }
}
