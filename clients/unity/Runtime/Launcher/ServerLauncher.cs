using System;
using System.IO;
using UnityEngine;
using UnityEngine.Networking;

namespace Npcgen
{
    /// <summary>What a launcher's server does at the moment.</summary>
    public enum ServerState
    {
        Off,

        /// <summary>Its ports aren't open yet.</summary>
        Starting,

        /// <summary>Its ports are open, and its model is being loaded.</summary>
        Loading,

        /// <summary>NPCs can speak.</summary>
        Ready,

        /// <summary>It ended twice, or can't be started. NPCs say their authored lines.</summary>
        Stopped,
    }

    /// <summary>
    /// Starts a server with the scene, tells its client where it is, starts it once more if it ends,
    /// and ends it with the game. On desktops; not with IL2CPP, which has no processes.
    /// </summary>
    [AddComponentMenu("npcgen/Server Launcher")]
    public sealed class ServerLauncher : MonoBehaviour
    {
        private const double PollMs = 250;
        private const double AnnounceMs = 60000;

        [Tooltip("Who is told the address; none: the scene's.")]
        [SerializeField]
        private NpcClient client;

        [Tooltip("The program. One of that name in StreamingAssets/npcgen, where npcgen bundle put it, goes first.")]
        [SerializeField]
        private string command = "npcgen";

        [Tooltip("More arguments of npcgen serve: --threads 4. Its data lies with the player's own unless --data-dir says where.")]
        [SerializeField]
        private string arguments = "";

        private ServerProcess process;
        private UnityWebRequest probe;
        private bool restarted;
        private double nextPollMs;
        private double startedMs;

        public ServerState State { get; private set; }

        /// <summary>Why it is stopped; else null.</summary>
        public Failure Failure { get; private set; }

        /// <summary>The state, whenever it changes.</summary>
        public event Action<ServerState> Changed;

        private NpcClient Client
        {
            get { return client ? client : client = NpcClient.InScene(); }
        }

        private static double NowMs
        {
            get { return Time.realtimeSinceStartupAsDouble * 1000; }
        }

        /// <summary>Starts a server by script; the inspector's starts with the scene.</summary>
        public void Launch(NpcClient told, string program, string moreArguments)
        {
            End();
            client = told;
            command = program;
            arguments = moreArguments;
            restarted = false;
            Failure = null;
            Begin();
        }

        private void Start()
        {
            if (State == ServerState.Off)
            {
                Begin();
            }
        }

        // The first time, Start does it.
        private void OnEnable()
        {
            if (startedMs > 0 && State == ServerState.Off)
            {
                restarted = false;
                Begin();
            }
        }

        private void Update()
        {
            if (process == null)
            {
                return;
            }
            bool mute = State == ServerState.Starting && NowMs > startedMs + AnnounceMs;
            if (process.HasExited || mute)
            {
                OnExit(mute ? "said no address within a minute" : "ended by itself");
            }
            else if (State == ServerState.Starting && process.BaseUrl.Length > 0)
            {
                Client.BaseUrl = process.BaseUrl;
                Become(ServerState.Loading);
            }
            else if (State == ServerState.Loading && probe == null && NowMs >= nextPollMs)
            {
                Probe();
            }
        }

        // Before the assemblies of the editor are loaded anew, too.
        private void OnDisable()
        {
            End();
            State = ServerState.Off;
        }

        private void Begin()
        {
            try
            {
                process = new ServerProcess(Program(), arguments + DataDir());
                startedMs = NowMs;
                Become(ServerState.Starting);
            }
            catch (Failure failure)
            {
                Stop(failure);
            }
        }

        private void OnExit(string what)
        {
            string tail = process.LogTail;
            End();
            if (restarted)
            {
                Stop(Failure.Make(Reason.ServerStopped, "the server " + what + "; its log ends:\n" + tail));
                return;
            }
            restarted = true;
            Debug.LogWarning("npcgen: the server " + what + " and is started again; its log ends:\n" + tail, this);
            Begin();
        }

        private void Probe()
        {
            nextPollMs = NowMs + PollMs;
            UnityWebRequest asked = probe = UnityWebRequest.Get(process.BaseUrl + "/readyz");
            asked.SendWebRequest().completed += _ =>
            {
                if (probe == asked)
                {
                    probe = null;
                    if (asked.responseCode == 200)
                    {
                        Become(ServerState.Ready);
                    }
                }
                asked.Dispose();
            };
        }

        private void Stop(Failure failure)
        {
            Failure = failure;
            Debug.LogError("npcgen: " + failure, this);
            Become(ServerState.Stopped);
        }

        private void End()
        {
            probe = null;
            process?.Dispose();
            process = null;
        }

        private void Become(ServerState state)
        {
            State = state;
            Changed?.Invoke(state);
        }

        // The folder of a game that is installed may be read-only.
        private string DataDir()
        {
            string folder = Path.Combine(Application.persistentDataPath, "npcgen");
            return arguments.Contains("--data-dir") ? "" : " --data-dir \"" + folder + "\"";
        }

        private string Program()
        {
            bool windows = Path.DirectorySeparatorChar == '\\';
            string shipped = Path.Combine(Application.streamingAssetsPath, "npcgen", command + (windows ? ".exe" : ""));
            return File.Exists(shipped) ? shipped : command;
        }
    }
}
