using System;

namespace Npcgen
{
    /// <summary>A stream of <see cref="DialogueEvent"/>: Chat, Notify, Bark, GroupChat, Regenerate.</summary>
    public sealed class EventStream : StreamCall
    {
        private readonly EventReader events = new EventReader();
        private readonly Action<DialogueEvent> onEvent;
        private readonly Action<Failure> onEnd;
        private readonly bool oneTurn;
        private bool completed;

        /// <param name="oneTurn">Whether the stream is whole once its turn is.</param>
        /// <param name="onEnd">Called once, last; with null for a good end.</param>
        public EventStream(bool oneTurn, Action<DialogueEvent> onEvent, Action<Failure> onEnd)
        {
            this.oneTurn = oneTurn;
            this.onEvent = onEvent;
            this.onEnd = onEnd;
        }

        protected override bool IsWhole
        {
            get { return oneTurn && completed; }
        }

        protected override void OnMessage(Envelope message)
        {
            DialogueEvent happened = events.Read(message.Data, message.Offset, message.Count);
            // NOTE: a message without an event keeps a silent stream open, and says nothing.
            if (happened == null)
            {
                return;
            }
            completed |= happened is Completed;
            try
            {
                onEvent(happened);
            }
            catch (Exception problem) when (Connection.CallbackError != null)
            {
                Connection.CallbackError(problem);
            }
        }

        protected override void Finished(Failure failure)
        {
            onEnd(failure);
        }
    }
}
