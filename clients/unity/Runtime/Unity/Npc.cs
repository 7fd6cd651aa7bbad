using System;
using UnityEngine;

namespace Npcgen
{
    /// <summary>
    /// Somebody to talk to. Give it a persona, then call <see cref="Chat(string, ReplyListener, ReplyOptions)"/>.
    /// Everything is called back on the main thread; nothing is, once it is destroyed or disabled.
    /// </summary>
    [AddComponentMenu("npcgen/Npc")]
    public sealed class Npc : MonoBehaviour
    {
        [Tooltip("The server; none: the scene's.")]
        [SerializeField]
        private NpcClient client;

        [Tooltip("A persona that the server keeps: brannoch.")]
        [SerializeField]
        private string personaId = "";

        [Tooltip("A persona of your own, in JSON, in its place.")]
        [SerializeField]
        private TextAsset persona;

        [SerializeField]
        private string playerId = "";

        [Tooltip("The name that the NPC hears.")]
        [SerializeField]
        private string playerName = "";

        [Tooltip("None: the persona's own.")]
        [SerializeField]
        private string worldId = "";

        [Tooltip("What goes on around them.")]
        [TextArea]
        [SerializeField]
        private string scene = "";

        [Tooltip("The model that speaks; none: the server's default.")]
        [SerializeField]
        private string model = "";

        [Tooltip("What it says when no server can speak for it. Write at least three.")]
        [SerializeField]
        private string[] fallbackLines = { "Hm.", "Another time.", "I have to think about that." };

        [Tooltip("No text is handed on in a frame that took longer than this; 0 for always.")]
        [SerializeField]
        private float heavyFrameMs;

        [Tooltip("What it is called in save games; none: persona and player.")]
        [SerializeField]
        private string saveKey = "";

        [SerializeField]
        private NpcEvents events = new NpcEvents();

        // Unity keeps it where the editor compiles anew while the scene is played.
        [HideInInspector]
        [SerializeField]
        private string conversationId = "";

        private Talk talk;
        private Barks barks;
        private Cast cast;

        /// <summary>Who talks with whom; what is changed counts for the next conversation.</summary>
        public Cast Cast
        {
            get { return cast ?? (cast = FromInspector()); }
        }

        public TalkState State
        {
            get { return Talk.State; }
        }

        /// <summary>Empty before the first line.</summary>
        public string ConversationId
        {
            get { return Talk.ConversationId; }
            set { Talk.ConversationId = value; }
        }

        /// <summary>The persona's name, once the conversation began.</summary>
        public string NpcName
        {
            get { return Talk.NpcName; }
        }

        /// <summary>What hears every turn, whoever asked: for name plates, subtitles, voices.</summary>
        public NpcEvents Events
        {
            get { return events; }
        }

        public string SaveKey
        {
            get { return saveKey.Length > 0 ? saveKey : Cast.PersonaId + "/" + Cast.PlayerId; }
        }

        /// <summary>Holds back what comes; nothing is lost.</summary>
        public bool Paused { get; set; }

        /// <summary>The server that it talks to: the inspector's, or the scene's.</summary>
        public NpcClient Client
        {
            get { return client ? client : client = NpcClient.InScene(); }
        }

        internal Talk Talk
        {
            get { return talk ?? (talk = Begin()); }
        }

        /// <summary>Sets by script what the inspector would, before the first line.</summary>
        public void Configure(NpcClient server, Cast who, params string[] lines)
        {
            OnDisable();
            client = server;
            cast = who;
            fallbackLines = lines;
            conversationId = "";
            talk = null;
            barks = null;
            KeepCast();
        }

        /// <summary>The player speaks. Await or yield return the reply, or hear it as it comes.</summary>
        public Pending<Reply> Chat(
            string text,
            Action<string> onText = null,
            Action<Sentence> onSentence = null,
            Action<ActionChosen> onAction = null,
            Action<Reply> onCompleted = null,
            ReplyOptions options = null)
        {
            var listener = new ReplyListener
            {
                OnText = onText,
                OnSentence = onSentence,
                OnAction = onAction,
                OnCompleted = onCompleted,
            };
            return Chat(text, listener, options);
        }

        /// <summary>The player speaks, and all of it is heard.</summary>
        public Pending<Reply> Chat(string text, ReplyListener listener, ReplyOptions options = null)
        {
            return Talk.Chat(text, options, events.Beside(listener));
        }

        /// <summary>Something happened: "Ada draws her sword." Silently, the NPC just knows it.</summary>
        public Pending<Reply> Notify(
            string stimulus, bool silent = false, ReplyListener listener = null, ReplyOptions options = null)
        {
            return Talk.Notify(stimulus, silent, options, events.Beside(listener));
        }

        /// <summary>The last turn again, with another seed.</summary>
        public Pending<Reply> Regenerate(ReplyListener listener = null, ReplyOptions options = null)
        {
            return Talk.Regenerate(options, events.Beside(listener));
        }

        /// <summary>One-liners for passers-by, each another; nothing is remembered.</summary>
        /// <param name="situation">"The player walks past in the rain."</param>
        /// <param name="count">1..8; fewer come when the model finds no more.</param>
        public Pending<Barked> Bark(
            string situation, int count = 1, Action<string> onLine = null, ReplyOptions options = null)
        {
            barks = barks ?? new Barks(() => Client.Dialogue, Cast);
            return barks.Say(situation, count, options, onLine);
        }

        /// <summary>Call it when the player comes near: the first word then comes sooner.</summary>
        public Pending<WarmedUp> Warmup()
        {
            return Talk.Warmup();
        }

        /// <summary>It falls silent, and remembers only what the player heard.</summary>
        public void Cancel(int? heardChars = null)
        {
            Talk.Cancel(heardChars);
        }

        /// <summary>What the game did with an action; the NPC knows it from its next turn on.</summary>
        public Pending<bool> AcknowledgeAction(ActionChosen action, bool ok, string detail = "")
        {
            return Client.Dialogue.AcknowledgeAction(ConversationId, action.ActionId, ok, detail);
        }

        /// <summary>Something that it is to remember of the player.</summary>
        /// <param name="text">"Ada brought me the hammer I had lost."</param>
        /// <param name="deed">
        /// What the player did, which moves feelings: gift, help, rescue, theft, ...; empty for nothing.
        /// </param>
        public Pending<bool> Remember(string text, string deed = "")
        {
            return Client.Memories.Add(Talk.NpcId, Cast.PlayerId, text, deed);
        }

        /// <summary>Files a player's report of the last reply.</summary>
        public Pending<bool> Report(ReportReason reason, string comment = "")
        {
            return Client.Dialogue.ReportTurn(ConversationId, Talk.LastTurnId, reason, comment);
        }

        /// <summary>Forgets the conversation; the next line begins another. What it remembers stays.</summary>
        public Pending<bool> EndConversation()
        {
            Cancel();
            string ended = ConversationId;
            ConversationId = "";
            return ended.Length > 0 ? Client.Dialogue.DeleteConversation(ended) : Pending<bool>.Of(true);
        }

        private void Update()
        {
            if (talk != null)
            {
                talk.Paused = Paused || (heavyFrameMs > 0 && Time.unscaledDeltaTime * 1000 > heavyFrameMs);
                talk.Pump();
            }
        }

        // Before the editor loads its assemblies anew, too: what isn't serialized is lost then.
        private void OnDisable()
        {
            conversationId = talk?.ConversationId ?? conversationId;
            talk?.Close();
            barks?.Close();
        }

        private Talk Begin()
        {
            var lines = new FallbackLines(fallbackLines, new System.Random());
            return new Talk(() => Client.Dialogue, Cast, lines, () => Client.NowMs)
            {
                CallbackError = problem => Debug.LogException(problem, this),
                ConversationId = conversationId,
            };
        }

        private void KeepCast()
        {
            personaId = cast.PersonaId;
            playerId = cast.PlayerId;
            playerName = cast.PlayerName;
            worldId = cast.WorldId;
            scene = cast.Scene;
            model = cast.Model;
        }

        private Cast FromInspector()
        {
            return new Cast
            {
                PersonaId = personaId,
                PersonaJson = persona ? persona.text : "",
                PlayerId = playerId,
                PlayerName = playerName,
                WorldId = worldId,
                Scene = scene,
                Model = model,
            };
        }
    }
}
