using System;
using System.Collections.Generic;
using UnityEngine;

namespace Npcgen
{
    /// <summary>
    /// NPCs who hear the same: the player speaks to all of them, who answers is the server's choice,
    /// and each hears the others. Every NPC's own events tell of its turns too.
    /// </summary>
    [AddComponentMenu("npcgen/Npc Group")]
    public sealed class NpcGroup : MonoBehaviour
    {
        [Tooltip("2..8, with the same player, each another persona.")]
        [SerializeField]
        private Npc[] members = Array.Empty<Npc>();

        [Tooltip("How many answer at most, 1..8.")]
        [SerializeField]
        private int maxSpeakers = 2;

        private GroupTalk talk;

        /// <summary>Who is there; what is changed counts for the next line.</summary>
        public Npc[] Members
        {
            get { return members; }
            set { members = value; }
        }

        public int MaxSpeakers
        {
            get { return maxSpeakers; }
            set { maxSpeakers = value; }
        }

        /// <summary>Holds back what comes; nothing is lost.</summary>
        public bool Paused { get; set; }

        public bool IsTalking
        {
            get { return talk != null && talk.IsTalking; }
        }

        /// <summary>The player speaks to them.</summary>
        /// <param name="hearers">Those of the members who hear it and may answer; null for all.</param>
        /// <param name="whispered">Whether the others don't notice.</param>
        public Pending<GroupReply> Chat(
            string text,
            GroupListener listener = null,
            ReplyOptions options = null,
            IList<Npc> hearers = null,
            bool whispered = false)
        {
            return Say(new GroupLine { Text = text, IsWhispered = whispered }, listener, options, hearers);
        }

        /// <summary>Something happened that all of them notice, and some may say something to.</summary>
        public Pending<GroupReply> Notify(string stimulus, GroupListener listener = null, ReplyOptions options = null)
        {
            return Say(new GroupLine { Stimulus = stimulus }, listener, options, null);
        }

        /// <summary>They talk among themselves, while they have something to say.</summary>
        public Pending<GroupReply> GoOn(GroupListener listener = null, ReplyOptions options = null)
        {
            return Say(new GroupLine(), listener, options, null);
        }

        /// <summary>Whoever speaks falls silent, and nobody else begins.</summary>
        public void Cancel()
        {
            talk?.Cancel();
        }

        private Pending<GroupReply> Say(
            GroupLine line, GroupListener listener, ReplyOptions options, IList<Npc> hearers)
        {
            if (members.Length == 0)
            {
                throw new InvalidOperationException("nobody is in this group: set its Members");
            }
            NpcClient client = members[0].Client;
            if (!IsTalking)
            {
                talk = new GroupTalk(() => client.Dialogue, () => client.NowMs)
                {
                    CallbackError = problem => Debug.LogException(problem, this),
                };
            }
            line.MaxSpeakers = maxSpeakers;
            Npc[] who = members;
            return talk.Chat(
                TalksOf(who),
                hearers == null ? null : TalksOf(hearers),
                line,
                options,
                member => (listener ?? new GroupListener()).For(Array.Find(who, npc => npc && npc.Talk == member)));
        }

        private void Update()
        {
            if (talk != null)
            {
                talk.Paused = Paused;
                talk.Pump();
            }
        }

        private void OnDisable()
        {
            talk?.Close();
        }

        private static Talk[] TalksOf(IList<Npc> npcs)
        {
            var talks = new Talk[npcs.Count];
            for (int at = 0; at < talks.Length; at++)
            {
                talks[at] = npcs[at].Talk;
            }
            return talks;
        }
    }
}
