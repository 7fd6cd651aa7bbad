using System.Collections.Generic;
using NUnit.Framework;
using UnityEngine;
using UnityEngine.Networking;
using static Npcgen.Scene.Scenes;

namespace Npcgen.Scene
{
    /// <summary>
    /// Whatever is wrong with a server, through the component: the game goes on, the NPC says what its
    /// author wrote, and the failure has a reason and a hint.
    /// </summary>
    public sealed class BadInputTests
    {
        private const string AuthoredLine = "The river is loud.";
        private const string Plain = "The bridge held through two floods. It will hold a third, if nobody dances on it.";

        private static Reply Asked(string server, string key = "")
        {
            NpcClient client = Client(server);
            client.ApiKey = key;
            return Done(Npc(client, "edda", server).Chat("Does the bridge hold?"));
        }

        private static void Stands(Reply reply, string reason)
        {
            Assert.AreEqual(AuthoredLine, reply.Text);
            Assert.IsTrue(reply.IsFallback);
            Assert.AreEqual(reason, reply.Failure.Reason);
            Assert.IsTrue(reply.Failure.Hint.Length > 0);
        }

        // Its conversation began before anything went wrong.
        private static Npc Begun(string server, string playerId)
        {
            Npc npc = Npc(Client("plain"), "edda", playerId);
            Done(npc.Warmup());
            npc.Client.BaseUrl = Url(server);
            return npc;
        }

        [Test]
        public void AnotherProgramOnThatPort()
        {
            Stands(Asked("page"), "NOT_NPCGEN");
        }

        [Test]
        public void ThePortOfGrpc()
        {
            Reply reply = Asked("grpc");
            Assert.AreEqual(AuthoredLine, reply.Text);
            Assert.IsTrue(reply.Failure.Reason == "NOT_NPCGEN" || reply.Failure.Reason == "SERVER_UNREACHABLE");
        }

        [Test]
        public void NoKeyAndAWrongOne()
        {
            Stands(Asked("keyed"), "KEY_MISSING");
            Stands(Asked("keyed", "open sesame"), "KEY_WRONG");
            Assert.AreEqual(Plain, Asked("keyed", "conformance-key").Text);
        }

        [Test]
        public void ACertificateThatNobodyKnows()
        {
            Stands(Asked("tls"), "TLS_UNTRUSTED");
        }

        [Test]
        public void AProjectThatRefusesPlainHttp()
        {
            UnityWebRequest.AllowsPlainHttp = false;
            Reply reply = Asked("plain");
            UnityWebRequest.AllowsPlainHttp = true;
            Stands(reply, "SERVER_UNREACHABLE");
            Assert.IsTrue(reply.Failure.Message.Contains("Allow downloads over HTTP"));
        }

        [Test]
        public void AnOlderServer()
        {
            Reply reply = Done(Begun("older", "older").Chat("Does the bridge hold?"));
            Assert.AreEqual(AuthoredLine, reply.Text);
            Assert.AreEqual("unimplemented", reply.Failure.Code);
        }

        [Test]
        public void ANewerServersEventsAreHandedOn()
        {
            Npc npc = Npc(Client("newer"), "edda", "newer");
            var kinds = new List<string>();
            Reply reply = Done(npc.Chat("Does the bridge hold?", new ReplyListener { OnEvent = happened => kinds.Add(happened.Kind) }));
            Assert.AreEqual(Plain, reply.Text);
            Assert.IsNull(reply.Failure);
            Assert.IsTrue(kinds.Contains("unknown"));
            Assert.AreEqual("99.0.0", Done(npc.Client.Server.Info()).Version);
        }

        [Test]
        public void AStreamThatIsCutInsideACharacter()
        {
            Npc npc = Begun("cut", "cut");
            string heard = "";
            Reply reply = Done(npc.Chat("Say it in every tongue.", onText: text => heard += text));
            Assert.AreEqual("STREAM_CUT", reply.Failure.Reason);
            Assert.AreEqual(heard, reply.Text);
            Assert.IsTrue(heard.StartsWith("Cafe"));
            Assert.IsFalse(heard.Contains("\uFFFD"));
            Assert.AreEqual(TalkState.Idle, npc.State);
        }

        [Test]
        public void AServerThatNeverAnswers()
        {
            Npc npc = Begun("silent", "silent");
            Pending<Reply> reply = npc.Chat("Does the bridge hold?", options: new ReplyOptions { TimeoutMs = 1 });
            Assert.IsFalse(EngineLoop.Until(() => reply.IsDone, 200));
            for (int second = 0; second < 6; second++)
            {
                EngineLoop.Suspend(1);
                EngineLoop.Frame(0);
            }
            Stands(Done(reply), "DEADLINE_EXCEEDED");
        }

        [Test]
        public void AModelThatIsStillLoaded()
        {
            NpcClient client = Client("loading");
            Reply reply = Done(Npc(client, "edda", "loading").Chat("Hello?"));
            Assert.AreEqual("MODEL_LOADING", reply.Failure.Reason);
            Pending<ServerInfo> ready = client.Server.WaitReady(500);
            Assert.IsTrue(EngineLoop.Until(() => ready.IsDone));
            Assert.AreEqual("DEADLINE_EXCEEDED", ready.Failure.Reason);
        }

        [Test]
        public void AnAppThatIsSuspendedForAMinute()
        {
            Npc npc = Npc(Client("slow"), "edda", "suspended");
            bool away = false;
            Pending<Reply> reply = npc.Chat("Does the bridge hold?", onText: _ => away = true, options: new ReplyOptions { TimeoutMs = 20000 });
            Assert.IsTrue(EngineLoop.Until(() => away));
            EngineLoop.Suspend(60);
            Assert.AreEqual(Plain, Done(reply).Text);
            Assert.IsNull(reply.Result.Failure);
        }

        [Test]
        public void ASceneThatIsUnloadedMidStream()
        {
            NpcClient client = Client("slow");
            Npc npc = Npc(client, "edda", "unloaded");
            int told = 0;
            Pending<Reply> reply = npc.Chat("Say every plank.", onText: _ => told++, onCompleted: _ => told = -1);
            Assert.IsTrue(EngineLoop.Until(() => told > 0));
            int before = told;
            // The client goes first: in which order a scene's objects go, nobody says.
            Object.Destroy(client.gameObject);
            Object.Destroy(npc.gameObject);
            Assert.IsTrue(reply.IsDone);
            Assert.AreEqual(FinishReason.Cancelled, reply.Result.FinishReason);
            EngineLoop.Until(() => told != before, 200);
            Assert.AreEqual(before, told);
            Ends();
        }

        [Test]
        public void AnObjectThatIsSwitchedOffMidStream()
        {
            Npc npc = Npc(Client("slow"), "edda", "switched off");
            int told = 0;
            npc.Chat("Say every plank.", onText: _ => told++, onCompleted: _ => told = -1);
            Assert.IsTrue(EngineLoop.Until(() => told > 0));
            npc.gameObject.SetActive(false);
            int before = told;
            EngineLoop.Until(() => told != before, 200);
            Assert.AreEqual(before, told);
            npc.gameObject.SetActive(true);
            Assert.IsTrue(EngineLoop.Until(() => Done(npc.Chat("Does the bridge hold?")).Failure == null));
        }

        [Test]
        public void AnEditorThatCompilesAnewMidStream()
        {
            Npc npc = Npc(Client("slow"), "edda", "reloaded");
            int told = 0;
            Pending<Reply> reply = npc.Chat("Say every plank.", onText: _ => told++, onCompleted: _ => told = -1);
            Assert.IsTrue(EngineLoop.Until(() => told > 0));
            int before = told;
            string conversation = npc.ConversationId;
            EngineLoop.ReloadDomain();
            Assert.IsTrue(reply.IsDone);
            Assert.AreEqual(before, told);
            Assert.AreEqual(0, npc.Client.Connection.Count);
            Ends();
            Assert.AreEqual(Plain, Done(npc.Chat("Does the bridge hold?")).Text);
            Assert.AreEqual(conversation, npc.ConversationId);
        }

        [Test]
        public void ACoroutineOfSomebodyElseDoesntWaitForever()
        {
            Npc npc = Npc(Client("slow"), "edda", "waited for");
            MonoBehaviour director = new GameObject("director").AddComponent<NpcGroup>();
            bool wentOn = false;
            director.StartCoroutine(Waiting(npc, () => wentOn = true));
            Assert.IsTrue(EngineLoop.Until(() => npc.State == TalkState.Speaking));
            Object.Destroy(npc.gameObject);
            Assert.IsTrue(EngineLoop.Until(() => wentOn));
        }

        private static System.Collections.IEnumerator Waiting(Npc npc, System.Action wentOn)
        {
            yield return npc.Chat("Say every plank.");
            wentOn();
        }

        // The server noticed that nobody listens: it generates nothing more.
        private static void Ends()
        {
            NpcClient client = Client("slow");
            Assert.IsTrue(EngineLoop.Until(() => Done(client.Server.Info()).ActiveReplies == 0));
        }
    }
}
