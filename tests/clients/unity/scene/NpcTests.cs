using System;
using System.Collections;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using UnityEngine;

namespace Npcgen.Scene
{
    /// <summary>The components in a scene of the imitated engine, talking to the server at NPCGEN_URL.</summary>
    public sealed class NpcTests
    {
        private NpcClient client;

        [SetUp]
        public void Begin()
        {
            client = new GameObject("client").AddComponent<NpcClient>();
            SynchronizationContext.SetSynchronizationContext(new LoopContext());
            client.BaseUrl = Environment.GetEnvironmentVariable("NPCGEN_URL");
        }

        private Npc Brannoch(string playerId = "ada")
        {
            Npc npc = new GameObject("Brannoch").AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = "brannoch", PlayerId = playerId, PlayerName = "Ada" }, "Iron's hot.");
            return npc;
        }

        private static T Done<T>(Pending<T> pending)
        {
            Assert.IsTrue(EngineLoop.Until(() => pending.IsDone));
            return pending.Result;
        }

        [Test]
        public void AnNpcSpeaksWordByWord()
        {
            string text = "";
            int sentences = 0;
            Reply reply = Done(Brannoch().Chat("Good day.", onText: delta => text += delta, onSentence: _ => sentences++));
            Assert.AreEqual(reply.Completed.Text, text);
            Assert.AreEqual(text, reply.Text);
            Assert.IsTrue(sentences > 0);
            Assert.IsNull(reply.Failure);
        }

        [Test]
        public void TwoNpcsSpeakAtOnce()
        {
            Pending<Reply> one = Brannoch("one").Chat("Good day.");
            Pending<Reply> other = Brannoch("other").Chat("Good day.");
            Assert.IsFalse(Done(one).TurnId == Done(other).TurnId);
        }

        [Test]
        public void AReplyCanBeAwaited()
        {
            Task<string> text = AskedAsync(Brannoch());
            Assert.IsTrue(EngineLoop.Until(() => text.IsCompleted));
            Assert.IsTrue(text.Result.Length > 0);
        }

        [Test]
        public void ACoroutineCanYieldAReply()
        {
            Npc npc = Brannoch();
            var said = new string[1];
            npc.StartCoroutine(Asking(npc, said));
            Assert.IsTrue(EngineLoop.Until(() => said[0] != null));
            Assert.IsTrue(said[0].Length > 0);
        }

        [Test]
        public void DesignersEventsHearEveryTurn()
        {
            Npc npc = Brannoch();
            string whole = "";
            npc.Events.Completed.AddListener(text => whole = text);
            Assert.AreEqual(Done(npc.Chat("Good day.")).Text, whole);
        }

        [Test]
        public void WithoutAServerItSaysAnAuthoredLine()
        {
            NpcClient nowhere = new GameObject("nowhere").AddComponent<NpcClient>();
            nowhere.BaseUrl = "http://127.0.0.1:1";
            Npc npc = new GameObject("Brannoch").AddComponent<Npc>();
            npc.Configure(nowhere, new Cast { PersonaId = "brannoch" }, "Iron's hot.");
            Reply reply = Done(npc.Chat("Good day."));
            Assert.AreEqual("Iron's hot.", reply.Text);
            Assert.AreEqual("SERVER_UNREACHABLE", reply.Failure.Reason);
        }

        [Test]
        public void AWrongPersonaIsReportedBesideTheLine()
        {
            Npc npc = new GameObject("Nobody").AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = "nobody" }, "Hm.");
            Reply reply = Done(npc.Chat("Good day."));
            Assert.AreEqual("Hm.", reply.Text);
            Assert.AreEqual("PERSONA_NOT_FOUND", reply.Failure.Reason);
        }

        [Test]
        public void ItFallsSilentAndCanBeSpokenToAgain()
        {
            Npc npc = Brannoch();
            Reply cut = Done(npc.Chat("Good day.", onText: _ => npc.Cancel()));
            Assert.AreEqual(FinishReason.Cancelled, cut.FinishReason);
            Assert.IsNull(cut.Failure);
            Reply next = null;
            Assert.IsTrue(EngineLoop.Until(() =>
            {
                // The server frees the conversation within one token.
                next = Done(npc.Chat("And?"));
                return next.Failure == null;
            }));
            Assert.IsNull(next.Failure);
        }

        [Test]
        public void ADestroyedNpcTellsNobody()
        {
            Npc npc = Brannoch();
            int told = 0;
            npc.Chat("Good day.", onText: _ => UnityEngine.Object.Destroy(npc.gameObject), onCompleted: _ => told++);
            Assert.IsTrue(EngineLoop.Until(() => npc == null && client.Connection.Count == 0));
            Assert.AreEqual(0, told);
        }

        [Test]
        public void AnActionThatNobodyChoseIsRefused()
        {
            Npc npc = Brannoch("acting");
            Done(npc.Chat("Good day."));
            Pending<bool> refused = npc.AcknowledgeAction(new ActionChosen(), true);
            Assert.IsTrue(EngineLoop.Until(() => refused.IsDone));
            Assert.AreEqual("not_found", refused.Failure.Code);
        }

        [Test]
        public void ASaveBringsTheConversationBack()
        {
            Npc npc = Brannoch("saved");
            Done(npc.Chat("Good day."));
            string id = npc.ConversationId;
            NpcSave save = Done(client.SaveConversations(npc));
            Done(client.Dialogue.DeleteConversation(id));
            npc.ConversationId = "";
            string file = JsonUtility.ToJson(save);
            Done(client.LoadConversations(JsonUtility.FromJson<NpcSave>(file), npc));
            Assert.AreEqual(id, npc.ConversationId);
            Assert.IsNull(Done(npc.Chat("Again?")).Failure);
        }

        [Test]
        public void AForgottenConversationBeginsAnew()
        {
            Npc npc = Brannoch("forgotten");
            Done(npc.Chat("Good day."));
            Done(client.Dialogue.DeleteConversation(npc.ConversationId));
            Assert.IsNull(Done(npc.Chat("Still there?")).Failure);
        }

        [Test]
        public void AWarmupComputesThePrompt()
        {
            Assert.IsTrue(Done(Brannoch("warm").Warmup()).PromptTokens > 0);
        }

        [Test]
        public void ItRemembersWhatThePlayerDid()
        {
            Npc npc = Brannoch("generous");
            Assert.IsTrue(Done(npc.Remember("Ada brought me the hammer I had lost.", "gift")));
            string memories = Done(client.Connection.Ask(
                "npcgen.v1.MemoryService/ListMemories", "{\"npcId\":\"brannoch\",\"playerId\":\"generous\"}"));
            Assert.IsTrue(memories.Contains("the hammer I had lost"));
            Done(client.Memories.ForgetPlayer("generous"));
        }

        [Test]
        public void WhatItIsSilentlyToldIsNoReply()
        {
            Reply reply = Done(Brannoch("told").Notify("Ada draws her sword.", silent: true));
            Assert.AreEqual("", reply.Text);
            Assert.IsNull(reply.Failure);
        }

        [Test]
        public void TheServersPaceCanBeSetAndPausedForACutScene()
        {
            Assert.IsTrue(Done(client.Server.Info()).Version.Length > 0);
            Done(client.Server.SetPace(paused: true));
            Pending<Reply> reply = Brannoch("paced").Chat("Good day.");
            Assert.IsFalse(EngineLoop.Until(() => reply.IsDone, 500));
            Done(client.Server.SetPace(paused: false));
            Assert.IsNull(Done(reply).Failure);
        }

        private static async Task<string> AskedAsync(Npc npc)
        {
            Reply reply = await npc.Chat("Good day.");
            return reply.Text;
        }

        private static IEnumerator Asking(Npc npc, string[] said)
        {
            Pending<Reply> reply = npc.Chat("Good day.");
            yield return reply;
            said[0] = reply.Result.Text;
        }
    }
}
