using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>
    /// Several NPCs and one player, talking: who answers is the server's choice, and each is heard by
    /// the others. While it lasts, none of them may be spoken to alone.
    /// </summary>
    public sealed class GroupTalk
    {
        private readonly Func<Dialogue> dialogue;
        private readonly Delivery delivery;
        private readonly List<Reply> replies = new List<Reply>();

        private Pending<GroupReply> pending;
        private Talk[] members;
        private Talk[] hearers;
        private Func<Talk, ReplyListener> listenerOf;
        private Action send;
        private EventStream stream;
        private Talk speaker;
        private Turn turn;
        private GroupEnd end;
        private bool begunAnew;
        private bool refusedBegin;

        public GroupTalk(Func<Dialogue> dialogue, Func<double> clockMs)
        {
            this.dialogue = dialogue;
            delivery = new Delivery(clockMs, Hear, Settle);
        }

        /// <summary>Hears what a callback of the game throws. Not set: it is thrown on.</summary>
        public Action<Exception> CallbackError { get; set; }

        public bool IsTalking
        {
            get { return pending != null; }
        }

        /// <summary>Holds back what comes while the game has no time; nothing is lost.</summary>
        public bool Paused
        {
            get { return delivery.Paused; }
            set { delivery.Paused = value; }
        }

        /// <summary>
        /// They hear something, and some of them answer. What is pending never fails, but for a member
        /// that still speaks.
        /// </summary>
        /// <param name="who">1..8, each with another persona.</param>
        /// <param name="heardBy">Those of them who hear it; null or nobody for all.</param>
        /// <param name="listeners">Whom to tell of a member's turns.</param>
        public Pending<GroupReply> Chat(
            IList<Talk> who, IList<Talk> heardBy, GroupLine line, ReplyOptions options, Func<Talk, ReplyListener> listeners)
        {
            var next = new Pending<GroupReply>();
            if (IsTalking || Any(who, member => member.State != TalkState.Idle))
            {
                next.Complete(null, Talk.StillSpeaking());
                return next;
            }
            pending = next;
            members = Copy(who);
            bool all = heardBy == null || heardBy.Count == 0;
            hearers = all ? members : Copy(heardBy);
            listenerOf = listeners;
            replies.Clear();
            delivery.Open(options);
            SetAll(TalkState.Waiting);
            send = () => stream = dialogue().GroupChat(
                IdsOf(members), all ? null : IdsOf(hearers), line, options, OnEvent, OnEnd);
            Ask();
            return next;
        }

        /// <summary>Whoever speaks falls silent, and nobody else begins.</summary>
        public void Cancel()
        {
            if (!IsTalking)
            {
                return;
            }
            Talk cut = speaker ?? hearers[0];
            if (cut.ConversationId.Length > 0)
            {
                dialogue().Cancel(cut.ConversationId, turn?.TurnId, turn?.HeardChars);
            }
            delivery.Close();
            StopStream();
            Finish(Failure.Make(Reason.Cancelled, "the game cancelled this talk"));
        }

        /// <summary>The scene is unloaded; as <see cref="Talk.Close"/>.</summary>
        public void Close()
        {
            if (!IsTalking)
            {
                return;
            }
            Pending<GroupReply> left = pending;
            pending = null;
            delivery.Close();
            StopStream();
            turn?.Leave();
            turn = null;
            SetAll(TalkState.Idle);
            left.Complete(new GroupReply { Replies = replies.ToArray(), End = GroupEnd.Cancelled }, null);
        }

        /// <summary>Once a frame: hands on what was held back.</summary>
        public void Pump()
        {
            delivery.Pump();
        }

        // Those whose conversation hasn't begun begin it first.
        private void Ask()
        {
            end = GroupEnd.Unspecified;
            refusedBegin = false;
            begunAnew = Any(members, member => member.ConversationId.Length == 0);
            Pending<GroupReply> asking = pending;
            int missing = members.Length;
            foreach (Talk member in members)
            {
                member.InConversation(
                    _ =>
                    {
                        if (--missing == 0 && pending == asking)
                        {
                            send();
                        }
                    },
                    refused =>
                    {
                        if (pending == asking && !refusedBegin)
                        {
                            refusedBegin = true;
                            OnEnd(refused);
                        }
                    });
            }
        }

        private void Hear(DialogueEvent happened)
        {
            if (happened is GroupCompleted whole)
            {
                end = whole.End;
                return;
            }
            if (turn == null)
            {
                speaker = Array.Find(members, member => member.NpcId == happened.NpcId);
                turn = new Turn(ListenerOf(speaker), CallbackError);
            }
            if (IsThere(speaker))
            {
                speaker.InGroup(happened is TextDelta ? TalkState.Speaking : speaker.State, happened.TurnId);
            }
            turn.Hear(happened);
            if (happened is Completed && turn != null)
            {
                EndTurn(null);
            }
        }

        private void EndTurn(Failure problem, string fallbackLine = "")
        {
            Turn over = turn;
            turn = null;
            if (IsThere(speaker))
            {
                speaker.InGroup(TalkState.Waiting);
            }
            speaker = null;
            over.End(problem, fallbackLine);
            replies.Add(over.Pending.Result);
        }

        private void OnEvent(DialogueEvent happened)
        {
            delivery.Add(happened);
        }

        private void OnEnd(Failure problem)
        {
            // Our own Cancel has ended it already.
            if (!IsTalking || (problem != null && problem.IsCancelled && stream == null))
            {
                return;
            }
            if (problem != null && problem.IsClosing)
            {
                Close();
                return;
            }
            delivery.End(problem);
        }

        private void Settle(Failure failure)
        {
            bool forgotten = failure != null && failure.Reason == "CONVERSATION_NOT_FOUND";
            if (!forgotten || begunAnew || replies.Count > 0)
            {
                Finish(failure);
                return;
            }
            foreach (Talk member in members)
            {
                member.ConversationId = "";
            }
            delivery.Again();
            Ask();
        }

        private void Finish(Failure problem)
        {
            bool cancelled = problem != null && problem.IsCancelled;
            if (turn == null && problem != null && !cancelled && replies.Count == 0)
            {
                // Somebody says something, so that the game goes on.
                speaker = hearers[0];
                turn = new Turn(ListenerOf(speaker), CallbackError, speaker.NpcId);
                EndTurn(problem, speaker.NextFallbackLine());
            }
            else if (turn != null)
            {
                EndTurn(problem);
            }
            Pending<GroupReply> over = pending;
            pending = null;
            stream = null;
            delivery.Close();
            SetAll(TalkState.Idle);
            over.Complete(
                new GroupReply
                {
                    Replies = replies.ToArray(),
                    End = cancelled ? GroupEnd.Cancelled : end,
                    Failure = cancelled ? null : problem,
                },
                null);
        }

        private void StopStream()
        {
            EventStream stopped = stream;
            stream = null;
            stopped?.Cancel();
        }

        // A member that left, since its object is gone, is idle; nobody is told of its turns.
        private ReplyListener ListenerOf(Talk member)
        {
            return IsThere(member) ? listenerOf(member) : null;
        }

        private static bool IsThere(Talk member)
        {
            return member != null && member.State != TalkState.Idle;
        }

        private void SetAll(TalkState state)
        {
            foreach (Talk member in members)
            {
                member.InGroup(state);
            }
        }

        private static string[] IdsOf(Talk[] talks)
        {
            return Array.ConvertAll(talks, each => each.ConversationId);
        }

        private static Talk[] Copy(IList<Talk> talks)
        {
            var copied = new Talk[talks.Count];
            talks.CopyTo(copied, 0);
            return copied;
        }

        private static bool Any(IEnumerable<Talk> talks, Predicate<Talk> holds)
        {
            foreach (Talk each in talks)
            {
                if (holds(each))
                {
                    return true;
                }
            }
            return false;
        }
    }
}
