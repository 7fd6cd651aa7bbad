using System;
using System.Collections.Generic;
using System.Threading;

namespace UnityEngine
{
    /// <summary>
    /// The main loop that the engine would have: what other threads post runs on the thread that
    /// calls <see cref="Frame"/>, then every behaviour's Update and its coroutines.
    /// </summary>
    public static class EngineLoop
    {
        private static readonly Queue<Action> Posted = new Queue<Action>();
        private static readonly AutoResetEvent Woken = new AutoResetEvent(false);
        private static readonly List<MonoBehaviour> Behaviours = new List<MonoBehaviour>();

        public static void Post(Action action)
        {
            lock (Posted)
            {
                Posted.Enqueue(action);
            }
            Woken.Set();
        }

        /// <summary>One frame, after at most that long, or as soon as something is posted.</summary>
        public static void Frame(int waitMs)
        {
            Woken.WaitOne(waitMs);
            Time.Advance();
            Action next;
            while ((next = Next()) != null)
            {
                next();
            }
            foreach (MonoBehaviour behaviour in Behaviours.ToArray())
            {
                behaviour.RunFrame();
            }
        }

        /// <summary>Frames until that is so; false when it isn't within the time.</summary>
        public static bool Until(Func<bool> condition, int timeoutMs = 20000)
        {
            DateTime end = DateTime.UtcNow.AddMilliseconds(timeoutMs);
            while (!condition() && DateTime.UtcNow < end)
            {
                Frame(5);
            }
            return condition();
        }

        /// <summary>No frame for so long, on the engine's clock; the network goes on.</summary>
        public static void Suspend(double seconds)
        {
            Time.Suspend(seconds);
        }

        /// <summary>The editor loads its assemblies anew while the scene is played.</summary>
        public static void ReloadDomain()
        {
            foreach (MonoBehaviour behaviour in Behaviours.ToArray())
            {
                behaviour.Reload();
            }
        }

        internal static void Add(MonoBehaviour behaviour)
        {
            Behaviours.Add(behaviour);
        }

        internal static void Remove(MonoBehaviour behaviour)
        {
            Behaviours.Remove(behaviour);
        }

        private static Action Next()
        {
            lock (Posted)
            {
                return Posted.Count > 0 ? Posted.Dequeue() : null;
            }
        }
    }

    /// <summary>Continuations of await go on in the main loop, as in Unity.</summary>
    public sealed class LoopContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback callback, object state)
        {
            EngineLoop.Post(() => callback(state));
        }
    }
}
