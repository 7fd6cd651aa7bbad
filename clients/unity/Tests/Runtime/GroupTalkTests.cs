using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class GroupTalkTests
    {
        private ScriptedTransport transport;
        private List<string> heard;
        private Connection connection;
        private Talk edda;
        private Talk tobin;
        private GroupTalk group;

        [SetUp]
        public void Begin()
        {
            transport = new ScriptedTransport();
            heard = new List<string>();
            connection = new Connection("http://npc", "", transport, () => 0, new Random(1));
            edda = Member("edda");
            tobin = Member("tobin");
            group = new GroupTalk(() => new Dialogue(connection), () => 0);
        }

        private Talk Member(string id)
        {
            var lines = new FallbackLines(new[] { id + " shrugs." }, new Random(1));
            return new Talk(() => new Dialogue(connection), new Cast { PersonaId = id }, lines, () => 0) { ConversationId = "of " + id };
        }

        private Pending<GroupReply> Chat(IList<Talk> hearers = null, bool whispered = false)
        {
            var line = new GroupLine { Text = "Well?", IsWhispered = whispered };
            return group.Chat(new[] { edda, tobin }, hearers, line, null, Listener);
        }

        private ReplyListener Listener(Talk member)
        {
            string who = member == edda ? "edda" : "tobin";
            return new ReplyListener
            {
                OnText = text => heard.Add(who + ": " + text),
                OnFailed = failure => heard.Add(who + " failed " + failure.Reason),
                OnCompleted = reply => heard.Add(who + " done"),
            };
        }

        private static string Event(string who, string body)
        {
            return "{\"event\":{\"turnId\":\"turn of " + who + "\",\"npcId\":\"" + who + "\"," + body + "}}";
        }

        private static string Text(string who, string text)
        {
            return Event(who, "\"textDelta\":{\"text\":\"" + text + "\"}");
        }

        private static string Completed(string who)
        {
            return Event(who, "\"completed\":{\"finishReason\":\"FINISH_REASON_STOP\"}");
        }

        private static string GroupCompleted()
        {
            return "{\"event\":{\"groupCompleted\":{\"end\":\"GROUP_END_ANSWERED\"}}}";
        }

        private string Heard()
        {
            return string.Join(", ", heard);
        }

        [Test]
        public void EachIsHeardUnderItsOwnName()
        {
            Pending<GroupReply> pending = Chat();
            Assert.AreEqual(
                "{\"conversationIds\":[\"of edda\",\"of tobin\"],\"text\":\"Well?\",\"maxSpeakers\":2}", transport.Last.Request);
            transport.Last.Stream(Text("tobin", "Aye."), Completed("tobin"), Text("edda", "No."));
            Assert.AreEqual(TalkState.Speaking, edda.State);
            Assert.AreEqual(TalkState.Waiting, tobin.State);
            transport.Last.Say(Completed("edda"), GroupCompleted()).EndMessage("{}");
            Assert.AreEqual("tobin: Aye., tobin done, edda: No., edda done", Heard());
            Assert.AreEqual(GroupEnd.Answered, pending.Result.End);
            Assert.AreEqual(new[] { "tobin", "edda" }, Array.ConvertAll(pending.Result.Replies, reply => reply.NpcId));
            Assert.AreEqual("turn of edda", edda.LastTurnId);
            Assert.AreEqual(TalkState.Idle, edda.State);
        }

        [Test]
        public void WhatIsWhisperedNamesWhoHearsIt()
        {
            Chat(new[] { tobin }, whispered: true);
            Assert.IsTrue(transport.Last.Request.Contains("\"whisperTo\":[\"of tobin\"]"));
        }

        [Test]
        public void MissingConversationsBeginFirst()
        {
            tobin.ConversationId = "";
            Chat();
            Assert.AreEqual("StartConversation", transport.Last.Method);
            transport.Last.Answer("{\"conversation\":{\"id\":\"new\",\"npcId\":\"tobin\"}}");
            Assert.IsTrue(transport.Last.Request.Contains("\"conversationIds\":[\"of edda\",\"new\"]"));
        }

        [Test]
        public void WhoeverIsInAGroupIsntSpokenToAlone()
        {
            Chat();
            Assert.AreEqual("TURN_IN_PROGRESS", edda.Chat("And you?", null, null).Failure.Reason);
            Assert.AreEqual("TURN_IN_PROGRESS", Chat().Failure.Reason);
        }

        [Test]
        public void WithoutAServerOneOfThemSaysAnAuthoredLine()
        {
            Pending<GroupReply> pending = Chat();
            transport.Last.End(TransportFault.Unreachable);
            Assert.AreEqual("edda failed SERVER_UNREACHABLE, edda: edda shrugs., edda done", Heard());
            Assert.AreEqual("SERVER_UNREACHABLE", pending.Result.Failure.Reason);
            Assert.IsTrue(pending.Result.Replies[0].IsFallback);
            Assert.AreEqual("edda", pending.Result.Replies[0].NpcId);
        }

        [Test]
        public void ACutEndsTheTurnWithWhatWasSaid()
        {
            Pending<GroupReply> pending = Chat();
            transport.Last.Stream(Text("tobin", "Aye")).End(TransportFault.Cut);
            Assert.AreEqual("tobin: Aye, tobin failed STREAM_CUT, tobin done", Heard());
            Assert.AreEqual("Aye", pending.Result.Replies[0].Text);
        }

        [Test]
        public void ACancelTellsTheServerWhoseWordsWereHeard()
        {
            Pending<GroupReply> pending = Chat();
            ScriptedExchange stream = transport.Last.Stream(Text("tobin", "Aye"));
            group.Cancel();
            Assert.IsTrue(stream.Aborted);
            Assert.AreEqual(
                "{\"conversationId\":\"of tobin\",\"turnId\":\"turn of tobin\",\"heardChars\":3}", transport.Last.Request);
            Assert.AreEqual(GroupEnd.Cancelled, pending.Result.End);
            Assert.IsNull(pending.Result.Failure);
        }

        [Test]
        public void WhoeverLeavesIsToldNothingMore()
        {
            Chat();
            transport.Last.Stream(Text("edda", "No."), Completed("edda"));
            tobin.Close();
            transport.Last.Say(Text("tobin", "Aye."), Completed("tobin"), GroupCompleted()).EndMessage("{}");
            Assert.AreEqual("edda: No., edda done", Heard());
        }

        [Test]
        public void WhoeverLeftAndIsSpokenToAloneStaysInItsOwnTurn()
        {
            Chat();
            tobin.Close();
            tobin.Chat("Alone now.", null, null);
            group.Close();
            Assert.AreEqual(TalkState.Waiting, tobin.State);
            Assert.AreEqual(TalkState.Idle, edda.State);
        }

        [Test]
        public void AClosedGroupTellsNobody()
        {
            Pending<GroupReply> pending = Chat();
            transport.Last.Stream(Text("edda", "No"));
            group.Close();
            Assert.AreEqual("edda: No", Heard());
            Assert.AreEqual(GroupEnd.Cancelled, pending.Result.End);
            Assert.AreEqual(TalkState.Idle, tobin.State);
        }

        [Test]
        public void ForgottenConversationsBeginAnewOnce()
        {
            Chat();
            transport.Last.Refuse(404, "application/json", Lost);
            Assert.AreEqual(3, transport.Exchanges.Count);
            Assert.AreEqual("StartConversation", transport.Last.Method);
        }

        private const string Lost = "{\"code\":\"not_found\",\"message\":\"gone\",\"details\":["
            + "{\"type\":\"google.rpc.ErrorInfo\",\"value\":\"ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5EEgpucGNnZW4uZGV2\"}]}";
    }
}
