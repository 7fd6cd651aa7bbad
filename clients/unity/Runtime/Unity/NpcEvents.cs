using System;
using UnityEngine;
using UnityEngine.Events;

namespace Npcgen
{
    /// <summary>What an NPC says and does, for designers to wire up in the inspector.</summary>
    [Serializable]
    public sealed class NpcEvents
    {
        [SerializeField]
        private TextEvent text = new TextEvent();

        [SerializeField]
        private TextEvent sentence = new TextEvent();

        [SerializeField]
        private ActionEvent action = new ActionEvent();

        [SerializeField]
        private TextEvent emotion = new TextEvent();

        [SerializeField]
        private TextEvent completed = new TextEvent();

        [SerializeField]
        private FailedEvent failed = new FailedEvent();

        /// <summary>New text, and only that.</summary>
        public TextEvent Text
        {
            get { return text; }
        }

        /// <summary>A finished sentence.</summary>
        public TextEvent Sentence
        {
            get { return sentence; }
        }

        /// <summary>The action's name and its arguments in JSON.</summary>
        public ActionEvent Action
        {
            get { return action; }
        }

        /// <summary>What it feels from now on: "amused".</summary>
        public TextEvent Emotion
        {
            get { return emotion; }
        }

        /// <summary>The whole reply.</summary>
        public TextEvent Completed
        {
            get { return completed; }
        }

        /// <summary>The reason and what to do about it.</summary>
        public FailedEvent Failed
        {
            get { return failed; }
        }

        /// <summary>A listener that tells these too.</summary>
        internal ReplyListener Beside(ReplyListener listener)
        {
            listener = listener ?? new ReplyListener();
            return new ReplyListener
            {
                OnText = listener.OnText + text.Invoke,
                OnSentence = listener.OnSentence + (said => sentence.Invoke(said.Text)),
                OnAction = listener.OnAction + (chosen => action.Invoke(chosen.Name, chosen.ArgumentsJson)),
                OnEmotion = listener.OnEmotion + (felt => emotion.Invoke(felt.Label)),
                OnEvent = listener.OnEvent,
                OnFailed = listener.OnFailed + (failure => failed.Invoke(failure.Reason, failure.ToString())),
                OnCompleted = listener.OnCompleted + (reply => completed.Invoke(reply.Text)),
            };
        }

        [Serializable]
        public sealed class TextEvent : UnityEvent<string>
        {
        }

        [Serializable]
        public sealed class ActionEvent : UnityEvent<string, string>
        {
        }

        [Serializable]
        public sealed class FailedEvent : UnityEvent<string, string>
        {
        }
    }
}
