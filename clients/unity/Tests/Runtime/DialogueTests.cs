using System;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class DialogueTests
    {
        private ScriptedTransport transport;
        private Dialogue dialogue;

        [SetUp]
        public void Begin()
        {
            transport = new ScriptedTransport();
            dialogue = new Dialogue(new Connection("http://npc", "", transport, () => 0, new Random(1)));
        }

        private string Sent()
        {
            return transport.Last.Method + " " + transport.Last.Request;
        }

        [Test]
        public void AConversationBeginsWithItsCast()
        {
            dialogue.StartConversation(new Cast { PersonaId = "ada", PlayerName = "Ben", Scene = "Rain." });
            string sent = Sent();
            Assert.IsTrue(sent.StartsWith("StartConversation {\"requestId\":\""));
            Assert.IsTrue(sent.EndsWith("\",\"personaId\":\"ada\",\"player\":{\"name\":\"Ben\"},\"scene\":\"Rain.\"}"));
        }

        [Test]
        public void APersonaOfTheGameIsSentAlong()
        {
            dialogue.StartConversation(new Cast { PersonaJson = "{\"id\":\"x\"}" });
            Assert.IsTrue(Sent().Contains("\"persona\":{\"id\":\"x\"},\"player\":{}"));
        }

        [Test]
        public void WhatHappensIsToldSilentlyOrNot()
        {
            dialogue.Notify("c", "It rains.", true, null, _ => { }, _ => { });
            Assert.AreEqual("Notify {\"conversationId\":\"c\",\"stimulus\":\"It rains.\",\"silent\":true}", Sent());
        }

        [Test]
        public void AnActionIsAcknowledgedWithWhatCameOfIt()
        {
            Pending<bool> noted = dialogue.AcknowledgeAction("c", "a1", false, "The door is barred.");
            Assert.AreEqual(
                "AcknowledgeAction {\"conversationId\":\"c\",\"actionId\":\"a1\",\"ok\":false,\"detail\":\"The door is barred.\"}", Sent());
            transport.Last.Answer("{}");
            Assert.IsTrue(noted.Result);
        }

        [Test]
        public void ASaveIsHandedBackAsItCame()
        {
            Pending<NpcSave> saved = SaveGame.Save(dialogue, new[] { "smith" }, new[] { "c1" });
            Assert.AreEqual("SaveConversations {\"conversationIds\":[\"c1\"]}", Sent());
            transport.Last.Answer("{\"data\":\"AQID+/8=\"}");
            SaveGame.Load(dialogue, saved.Result);
            Assert.AreEqual("LoadConversations {\"data\":\"AQID+/8=\"}", Sent());
            Assert.AreEqual("c1", SaveGame.ConversationOf(saved.Result, "smith"));
            Assert.AreEqual("", SaveGame.ConversationOf(saved.Result, "miller"));
        }

        [Test]
        public void WhereNobodySpokeASaveNeedsNoServer()
        {
            Pending<NpcSave> saved = SaveGame.Save(dialogue, new string[0], new string[0]);
            Assert.IsTrue(SaveGame.Load(dialogue, saved.Result).Result);
            Assert.AreEqual(0, transport.Exchanges.Count);
        }

        [Test]
        public void AReplyHasItsTimeAndAGraceForTheServersOwn()
        {
            dialogue.Chat("c", "Hello", new ReplyOptions { TimeoutMs = 2000 }, _ => { }, _ => { });
            Assert.AreEqual(7000, transport.Last.Post.TimeoutMs);
        }

        [Test]
        public void APlayersReportNamesItsReason()
        {
            dialogue.ReportTurn("c", "t", ReportReason.OutOfCharacter, "He knew my name.");
            Assert.AreEqual(
                "ReportTurn {\"conversationId\":\"c\",\"turnId\":\"t\","
                + "\"reason\":\"REPORT_REASON_OUT_OF_CHARACTER\",\"comment\":\"He knew my name.\"}",
                Sent());
        }
    }
}
