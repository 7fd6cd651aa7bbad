using System;
using System.Threading;
using NUnit.Framework;
using UnityEngine;

namespace Npcgen.Scene
{
    /// <summary>What the tests of the components have in common: a server by name, NPCs, and waiting.</summary>
    public static class Scenes
    {
        /// <summary>The server that the test's caller named in NPCGEN_{NAME}.</summary>
        public static string Url(string server)
        {
            return Environment.GetEnvironmentVariable("NPCGEN_" + server.ToUpperInvariant());
        }

        public static NpcClient Client(string server)
        {
            SynchronizationContext.SetSynchronizationContext(new LoopContext());
            NpcClient client = new GameObject(server).AddComponent<NpcClient>();
            client.BaseUrl = Url(server);
            return client;
        }

        /// <summary>With a persona of the conformance servers: edda or tobin.</summary>
        public static Npc Npc(NpcClient client, string personaId, string playerId)
        {
            Npc npc = new GameObject(personaId).AddComponent<Npc>();
            npc.Configure(client, new Cast { PersonaId = personaId, PlayerId = playerId, PlayerName = "Ada" }, "The river is loud.");
            return npc;
        }

        public static T Done<T>(Pending<T> pending)
        {
            Assert.IsTrue(EngineLoop.Until(() => pending.IsDone));
            return pending.Result;
        }
    }
}
