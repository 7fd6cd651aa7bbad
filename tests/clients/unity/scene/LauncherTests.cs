using System;
using NUnit.Framework;
using UnityEngine;

namespace Npcgen.Scene
{
    /// <summary>The launcher with the real program, NPCGEN_COMMAND, and its data in NPCGEN_DATA.</summary>
    public sealed class LauncherTests
    {
        private static readonly string Command = Environment.GetEnvironmentVariable("NPCGEN_COMMAND");
        private static readonly string Arguments =
            "--backend scripted --no-preview --generation-workers 0 --data-dir " + Environment.GetEnvironmentVariable("NPCGEN_DATA");

        private NpcClient client;
        private ServerLauncher launcher;

        [SetUp]
        public void Begin()
        {
            client = new GameObject("client").AddComponent<NpcClient>();
            launcher = new GameObject("launcher").AddComponent<ServerLauncher>();
        }

        private void Wait(ServerState state)
        {
            EngineLoop.Until(() => launcher.State == state || launcher.State == ServerState.Stopped, 60000);
            Assert.AreEqual(state, launcher.State);
        }

        [Test]
        public void AServerStartsSpeaksAndEndsWithTheScene()
        {
            launcher.Launch(client, Command, Arguments);
            Wait(ServerState.Ready);
            Npc npc = new GameObject("Brannoch").AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = "brannoch" }, "Hm.");
            Pending<Reply> reply = npc.Chat("Good day.");
            Assert.IsTrue(EngineLoop.Until(() => reply.IsDone));
            Assert.IsNull(reply.Result.Failure);
            UnityEngine.Object.Destroy(launcher.gameObject);
            Assert.AreEqual(ServerState.Off, launcher.State);
            Assert.IsTrue(EngineLoop.Until(() => Answer(npc) == "SERVER_UNREACHABLE"));
        }

        // It takes a moment to stop, and says meanwhile that it does.
        private static string Answer(Npc npc)
        {
            Pending<Reply> reply = npc.Chat("Good day.");
            Assert.IsTrue(EngineLoop.Until(() => reply.IsDone));
            return reply.Result.Failure?.Reason;
        }

        // A script that ends at once the first time, and is npcgen the second.
        [Test]
        public void AServerThatEndsIsStartedOnceMore()
        {
            launcher.Launch(client, Environment.GetEnvironmentVariable("NPCGEN_FLAKY"), Arguments);
            Wait(ServerState.Ready);
            Assert.IsTrue(Debug.Logged.Exists(line => line.Contains("is started again")));
            UnityEngine.Object.Destroy(launcher.gameObject);
        }

        [Test]
        public void AServerThatCantBeginIsTriedTwiceAndSaysWhy()
        {
            launcher.Launch(client, Command, Arguments + " --context many");
            Wait(ServerState.Stopped);
            Assert.AreEqual("SERVER_STOPPED", launcher.Failure.Reason);
            Assert.IsTrue(launcher.Failure.Message.Contains("--context"));
        }

        [Test]
        public void AProgramThatIsntThereIsReported()
        {
            launcher.Launch(client, "/nowhere/npcgen", "");
            Assert.AreEqual(ServerState.Stopped, launcher.State);
            Assert.IsTrue(launcher.Failure.Message.Contains("/nowhere/npcgen"));
        }
    }
}
