using System.Collections.Generic;
using NUnit.Framework;
using UnityEngine;
using static Npcgen.Scene.Scenes;

namespace Npcgen.Scene
{
    /// <summary>Several NPCs at once, and the verbs beside talk.</summary>
    public sealed class GroupTests
    {
        private static NpcGroup Two(string playerId)
        {
            NpcClient client = Client("plain");
            NpcGroup group = new GameObject("group").AddComponent<NpcGroup>();
            group.Members = new[] { Npc(client, "edda", playerId), Npc(client, "tobin", playerId) };
            return group;
        }

        [Test]
        public void BothAnswerUnderTheirOwnNames()
        {
            NpcGroup group = Two("both");
            var said = new Dictionary<string, string> { { "edda", "" }, { "tobin", "" } };
            string subtitle = "";
            group.Members[0].Events.Completed.AddListener(text => subtitle = text);
            var listener = new GroupListener { OnText = (npc, text) => said[npc.name] += text };
            GroupReply reply = Done(group.Chat("Edda, Tobin, how are you?", listener));
            Assert.IsNull(reply.Failure);
            Assert.AreEqual(2, reply.Replies.Length);
            Assert.AreEqual("Dry above, wet below. Thank you for asking.", said["edda"]);
            Assert.AreEqual(said["edda"], said["tobin"]);
            Assert.AreEqual(said["edda"], subtitle);
            Assert.AreEqual(TalkState.Idle, group.Members[1].State);
        }

        [Test]
        public void OnlyWhoHearsItAnswers()
        {
            NpcGroup group = Two("whispered");
            GroupReply reply = Done(group.Chat("How are you?", hearers: new[] { group.Members[1] }, whispered: true));
            Assert.AreEqual(1, reply.Replies.Length);
            Assert.AreEqual("tobin", reply.Replies[0].NpcId);
        }

        [Test]
        public void AGroupFallsSilent()
        {
            NpcGroup group = Two("silenced");
            var listener = new GroupListener { OnText = (npc, text) => group.Cancel() };
            GroupReply reply = Done(group.Chat("Edda, Tobin, how are you?", listener));
            Assert.AreEqual(GroupEnd.Cancelled, reply.End);
            Assert.IsFalse(group.IsTalking);
            Assert.IsTrue(EngineLoop.Until(() => Done(group.Chat("Edda, how are you?")).Failure == null));
        }

        [Test]
        public void AGroupThatIsGoneTellsNobody()
        {
            NpcGroup group = Two("gone");
            int told = 0;
            group.Chat("Edda, Tobin, how are you?", new GroupListener { OnText = (npc, text) => Object.Destroy(group.gameObject), OnReply = (npc, reply) => told++ });
            Npc edda = group.Members[0];
            Assert.IsTrue(EngineLoop.Until(() => group == null && edda.Client.Connection.Count == 0));
            Assert.AreEqual(0, told);
            Assert.AreEqual(TalkState.Idle, edda.State);
        }

        [Test]
        public void PassersByHearOneLiners()
        {
            var heard = new List<string>();
            Barked barked = Done(Npc(Client("plain"), "edda", "").Bark("Ada walks past in the rain.", 1, heard.Add));
            Assert.AreEqual(1, barked.Lines.Length);
            Assert.AreEqual(barked.Lines[0], heard[0]);
        }

        [Test]
        public void APlayerMayReportAReply()
        {
            Npc npc = Npc(Client("plain"), "edda", "reporting");
            Done(npc.Chat("Does the bridge hold?"));
            Assert.IsTrue(Done(npc.Report(ReportReason.Untrue, "It fell.")));
        }

        [Test]
        public void AConversationEndsAndAnotherBegins()
        {
            Npc npc = Npc(Client("plain"), "edda", "ending");
            Done(npc.Chat("Does the bridge hold?"));
            string before = npc.ConversationId;
            Done(npc.EndConversation());
            Done(npc.Chat("Does the bridge hold?"));
            Assert.IsFalse(npc.ConversationId == before);
        }

        [Test]
        public void ALoadingScreenWaitsForTheModel()
        {
            ServerInfo ready = Done(Client("plain").Server.WaitReady());
            Assert.IsTrue(ready.IsReady);
            Assert.AreEqual("scripted", ready.Model);
        }
    }
}
