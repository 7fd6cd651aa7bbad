using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class TalkTests
    {
        private const string Begun = "{\"conversation\":{\"id\":\"c1\",\"npcId\":\"ada\",\"npcName\":\"Ada\"}}";
        private const string Lost = "{\"error\":{\"code\":\"not_found\",\"message\":\"gone\",\"details\":["
            + "{\"type\":\"google.rpc.ErrorInfo\",\"value\":\"ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5EEgpucGNnZW4uZGV2\"}]}}";

        private ScriptedTransport transport;
        private List<string> heard;
        private Connection connection;
        private Talk talk;
        private double nowMs;

        [SetUp]
        public void Begin()
        {
            transport = new ScriptedTransport();
            heard = new List<string>();
            nowMs = 0;
            connection = new Connection("http://npc", "", transport, () => nowMs, new Random(1));
            var lines = new FallbackLines(new[] { "Not now." }, new Random(1));
            talk = new Talk(() => new Dialogue(connection), new Cast { PersonaId = "ada" }, lines, () => nowMs);
        }

        private static string Event(int sequence, string body)
        {
            return "{\"event\":{\"sequence\":" + sequence + ",\"turnId\":\"t1\",\"npcId\":\"ada\"," + body + "}}";
        }

        private static string Text(int sequence, string text)
        {
            return Event(sequence, "\"textDelta\":{\"text\":\"" + text + "\"}");
        }

        private static string Completed(int sequence, string text)
        {
            return Event(sequence, "\"completed\":{\"text\":\"" + text + "\",\"finishReason\":\"FINISH_REASON_STOP\"}");
        }

        private ReplyListener Listener()
        {
            return new ReplyListener
            {
                OnText = text => heard.Add("text " + text),
                OnSentence = sentence => heard.Add("sentence " + sentence.Text),
                OnAction = action => heard.Add("action " + action.Name),
                OnFailed = failure => heard.Add("failed " + failure.Reason),
                OnCompleted = reply => heard.Add("completed " + reply.Text),
            };
        }

        private Pending<Reply> Chat()
        {
            return talk.Chat("Hello", null, Listener());
        }

        private ScriptedExchange Speaking()
        {
            transport.Last.Answer(Begun);
            return transport.Last.Stream(Event(0, "\"started\":{}"), Text(1, "Well"));
        }

        private string Heard()
        {
            return string.Join(", ", heard);
        }

        [Test]
        public void TheConversationBeginsWithTheFirstLine()
        {
            Pending<Reply> pending = Chat();
            Assert.AreEqual("StartConversation", transport.Last.Method);
            Assert.AreEqual(TalkState.Waiting, talk.State);
            ScriptedExchange chat = Speaking();
            Assert.AreEqual("{\"conversationId\":\"c1\",\"text\":\"Hello\"}", chat.Request);
            Assert.AreEqual(TalkState.Speaking, talk.State);
            chat.Say(Completed(2, "Well")).EndMessage("{}");
            Assert.AreEqual("text Well, completed Well", Heard());
            Assert.AreEqual(TalkState.Idle, talk.State);
            Assert.AreEqual(FinishReason.Stop, pending.Result.FinishReason);
            Assert.AreEqual("Ada", talk.NpcName);
            Chat();
            Assert.AreEqual("Chat", transport.Last.Method);
        }

        [Test]
        public void WithoutAServerAnAuthoredLineIsSaid()
        {
            Pending<Reply> pending = Chat();
            for (int attempt = 0; attempt < 2; attempt++)
            {
                transport.Last.End(TransportFault.Unreachable);
                nowMs += 10000 / 4;
                connection.Tick();
            }
            Assert.AreEqual("failed SERVER_UNREACHABLE, text Not now., sentence Not now., completed Not now.", Heard());
            Assert.IsTrue(pending.Result.IsFallback);
            Assert.AreEqual(FinishReason.Fallback, pending.Result.FinishReason);
            Assert.AreEqual("SERVER_UNREACHABLE", pending.Result.Failure.Reason);
            Assert.AreEqual(TalkState.Idle, talk.State);
        }

        [Test]
        public void WhatHappensWithoutAServerIsMetWithSilence()
        {
            talk.ConversationId = "c1";
            Pending<Reply> pending = talk.Notify("It rains.", false, null, Listener());
            transport.Last.End(TransportFault.Unreachable);
            Assert.AreEqual("failed SERVER_UNREACHABLE, completed ", Heard());
            Assert.IsFalse(pending.Result.IsFallback);
        }

        [Test]
        public void AfterTheFirstWordNoLineIsSaid()
        {
            Pending<Reply> pending = Chat();
            Speaking().End(TransportFault.Cut);
            Assert.AreEqual("text Well, failed STREAM_CUT, completed Well", Heard());
            Assert.IsFalse(pending.Result.IsFallback);
        }

        [Test]
        public void AForgottenConversationBeginsAnewOnce()
        {
            talk.ConversationId = "old";
            Chat();
            transport.Last.Stream().EndMessage(Lost);
            Assert.AreEqual("StartConversation", transport.Last.Method);
            Speaking().Say(Completed(2, "Well")).EndMessage("{}");
            Assert.AreEqual("text Well, completed Well", Heard());
        }

        [Test]
        public void ACancelTellsTheServerWhatWasHeard()
        {
            Pending<Reply> pending = Chat();
            ScriptedExchange chat = Speaking();
            talk.Cancel();
            Assert.IsTrue(chat.Aborted);
            Assert.AreEqual("{\"conversationId\":\"c1\",\"turnId\":\"t1\",\"heardChars\":4}", transport.Last.Request);
            Assert.AreEqual("text Well, completed Well", Heard());
            Assert.AreEqual(FinishReason.Cancelled, pending.Result.FinishReason);
            Assert.IsNull(pending.Result.Failure);
        }

        [Test]
        public void WhileItSpeaksASecondLineIsRefused()
        {
            Chat();
            Pending<Reply> second = talk.Chat("And?", null, null);
            Assert.AreEqual("TURN_IN_PROGRESS", second.Failure.Reason);
            Speaking().Say(Completed(2, "Well")).EndMessage("{}");
            Assert.AreEqual("text Well, completed Well", Heard());
        }

        [Test]
        public void WhatComesInAPauseIsHandedOnAfterIt()
        {
            Chat();
            talk.Paused = true;
            Speaking().Say(Completed(2, "Well")).EndMessage("{}");
            Assert.AreEqual("", Heard());
            talk.Paused = false;
            talk.Pump();
            Assert.AreEqual("text Well, completed Well", Heard());
        }

        [Test]
        public void AfterClosingNobodyIsTold()
        {
            Chat();
            ScriptedExchange chat = Speaking();
            talk.Close();
            Assert.IsTrue(chat.Aborted);
            Assert.AreEqual("text Well", Heard());
            Assert.AreEqual(TalkState.Idle, talk.State);
        }

        [Test]
        public void WhoeverWaitsForAClosedTalkGoesOn()
        {
            Pending<Reply> pending = Chat();
            Speaking();
            connection.Close();
            Assert.AreEqual("text Well", Heard());
            Assert.AreEqual("Well", pending.Result.Text);
            Assert.AreEqual(FinishReason.Cancelled, pending.Result.FinishReason);
            Assert.IsNull(pending.Result.Failure);
        }

        [Test]
        public void ACallbackMayAskTheNextLine()
        {
            talk.ConversationId = "c1";
            talk.Chat("Hello", null, new ReplyListener { OnCompleted = _ => Chat() });
            transport.Last.Stream(Text(0, "Well"), Completed(1, "Well")).EndMessage("{}");
            Assert.AreEqual(2, transport.Exchanges.Count);
            transport.Last.Stream(Text(0, "Yes"), Completed(1, "Yes")).EndMessage("{}");
            Assert.AreEqual("text Yes, completed Yes", Heard());
        }

        [Test]
        public void ACallbackThatThrowsKeepsNobodyFromTheEnd()
        {
            var thrown = new List<string>();
            talk.CallbackError = problem => thrown.Add(problem.Message);
            talk.ConversationId = "c1";
            ReplyListener listener = Listener();
            listener.OnText = _ => throw new InvalidOperationException("ours");
            talk.Chat("Hello", null, listener);
            transport.Last.Stream(Text(0, "Well"), Completed(1, "Well")).EndMessage("{}");
            Assert.AreEqual("ours", string.Join(", ", thrown));
            Assert.AreEqual("completed Well", Heard());
        }

        [Test]
        public void AWarmupBeginsTheConversation()
        {
            Pending<WarmedUp> pending = talk.Warmup();
            transport.Last.Answer(Begun);
            Assert.AreEqual("Warmup", transport.Last.Method);
            transport.Last.Answer("{\"promptTokens\":203,\"reusedTokens\":3,\"totalMs\":1.5}");
            Assert.AreEqual(203, pending.Result.PromptTokens);
        }

        [Test]
        public void FallbackLinesDontRepeat()
        {
            var lines = new FallbackLines(new[] { "a", "b", "c" }, new Random(3));
            string last = "";
            for (int i = 0; i < 100; i++)
            {
                string next = lines.Next();
                Assert.IsFalse(next == last);
                last = next;
            }
        }
    }
}
