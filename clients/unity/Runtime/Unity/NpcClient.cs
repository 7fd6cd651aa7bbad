using System.Collections.Generic;
using UnityEngine;

namespace Npcgen
{
    /// <summary>
    /// The server that NPCs of a scene talk to. One is enough; an <see cref="Npc"/> that isn't given
    /// one uses the scene's.
    /// </summary>
    [AddComponentMenu("npcgen/Npc Client")]
    [DisallowMultipleComponent]
    public sealed class NpcClient : MonoBehaviour
    {
        [Tooltip("The HTTP port of npcgen serve, not the gRPC port. A Server Launcher sets it by itself.")]
        [SerializeField]
        private string baseUrl = "http://127.0.0.1:8080";

        [Tooltip("One of the server's NPCGEN_API_KEYS; empty for a server without keys.")]
        [SerializeField]
        private string apiKey = "";

        private const double LongestFrameMs = 1000;

        private Connection connection;

        /// <summary>Setting it ends the calls under way.</summary>
        public string BaseUrl
        {
            get { return baseUrl; }
            set
            {
                baseUrl = value;
                Leave();
            }
        }

        /// <summary>Setting it ends the calls under way.</summary>
        public string ApiKey
        {
            get { return apiKey; }
            set
            {
                apiKey = value;
                Leave();
            }
        }

        /// <summary>Calls by name, for what has no verb of its own here.</summary>
        public Connection Connection
        {
            get { return connection ?? (connection = Connect()); }
        }

        /// <summary>The verbs of dialogue, by conversation.</summary>
        public Dialogue Dialogue
        {
            get { return new Dialogue(Connection); }
        }

        /// <summary>What NPCs remember of a player, beyond what was said.</summary>
        public Memories Memories
        {
            get { return new Memories(Connection); }
        }

        /// <summary>What the server is, whether it is ready, and how much of the machine it may take.</summary>
        public ServerCalls Server
        {
            get { return new ServerCalls(Connection); }
        }

        /// <summary>
        /// Milliseconds that go on while the game is paused, and stand still while it is suspended: an
        /// answer that waits in the socket is heard when the app comes back, and not given up.
        /// </summary>
        internal double NowMs { get; private set; }

        /// <summary>The client of the scene; a new one, with the default address, where there is none.</summary>
        public static NpcClient InScene()
        {
#if UNITY_2023_1_OR_NEWER
            NpcClient found = FindFirstObjectByType<NpcClient>();
#else
            NpcClient found = FindObjectOfType<NpcClient>();
#endif
            return found ? found : new GameObject("npcgen client").AddComponent<NpcClient>();
        }

        /// <summary>
        /// What these NPCs said, remember and feel, for a save game; those nobody spoke to are left
        /// out. At most 200.
        /// </summary>
        public Pending<NpcSave> SaveConversations(params Npc[] npcs)
        {
            var keys = new List<string>();
            var ids = new List<string>();
            foreach (Npc npc in npcs)
            {
                if (npc.ConversationId.Length > 0)
                {
                    keys.Add(npc.SaveKey);
                    ids.Add(npc.ConversationId);
                }
            }
            return SaveGame.Save(Dialogue, keys.ToArray(), ids.ToArray());
        }

        /// <summary>
        /// Rolls the server back to a save, and gives these NPCs their conversations by their save
        /// keys; one that isn't in the save begins anew. Cancel replies under way before.
        /// </summary>
        public Pending<bool> LoadConversations(NpcSave save, params Npc[] npcs)
        {
            return SaveGame.Load(Dialogue, save).Then(_ =>
            {
                foreach (Npc npc in npcs)
                {
                    npc.ConversationId = SaveGame.ConversationOf(save, npc.SaveKey);
                }
            });
        }

        private void Update()
        {
            NowMs += System.Math.Min(Time.unscaledDeltaTime * 1000, LongestFrameMs);
            connection?.Tick();
        }

        // Before the editor loads its assemblies anew, too, when nothing is destroyed.
        private void OnDisable()
        {
            connection?.Close();
            connection = null;
        }

        private Connection Connect()
        {
            return new Connection(baseUrl, apiKey, new UnityTransport(), () => NowMs, new System.Random())
            {
                CallbackError = problem => Debug.LogException(problem, this),
            };
        }

        // Who waits for the old server says an authored line.
        private void Leave()
        {
            connection?.Leave();
            connection = null;
        }
    }
}
