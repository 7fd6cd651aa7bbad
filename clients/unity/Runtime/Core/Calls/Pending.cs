using System;
using System.Collections;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace Npcgen
{
    /// <summary>
    /// An answer that isn't there yet, for whichever way a game waits: <c>await pending</c>,
    /// <c>yield return pending</c> in a coroutine, or <see cref="Then"/> with callbacks.
    /// </summary>
    public sealed class Pending<T> : IEnumerator
    {
        private T result;
        private TaskCompletionSource<T> task;
        private Action<T> onDone;
        private Action<Failure> onFailed;

        internal Call Call { get; set; }

        public bool IsDone { get; private set; }

        /// <summary>Null while it isn't done, and for a good answer.</summary>
        public Failure Failure { get; private set; }

        /// <summary>The answer. Throws the failure where there is none.</summary>
        public T Result
        {
            get
            {
                if (Failure != null)
                {
                    throw Failure;
                }
                return IsDone ? result : throw new InvalidOperationException("not done yet: await it, or yield return it");
            }
        }

        object IEnumerator.Current
        {
            get { return null; }
        }

        bool IEnumerator.MoveNext()
        {
            return !IsDone;
        }

        void IEnumerator.Reset()
        {
            throw new NotSupportedException();
        }

        /// <summary>Calls one of them, once; at once where it is done.</summary>
        public Pending<T> Then(Action<T> done, Action<Failure> failed = null)
        {
            onDone += done;
            onFailed += failed;
            if (IsDone)
            {
                Tell();
            }
            return this;
        }

        public void Cancel()
        {
            Call?.Cancel();
        }

        /// <summary>Makes <c>await pending</c> work; it throws <see cref="Npcgen.Failure"/>.</summary>
        public TaskAwaiter<T> GetAwaiter()
        {
            if (task == null)
            {
                task = new TaskCompletionSource<T>();
                Settle();
            }
            return task.Task.GetAwaiter();
        }

        /// <summary>One that is there already.</summary>
        internal static Pending<T> Of(T answer)
        {
            var pending = new Pending<T>();
            pending.Complete(answer, null);
            return pending;
        }

        internal void Complete(T answer, Failure failure)
        {
            result = answer;
            Failure = failure;
            IsDone = true;
            Settle();
            Tell();
        }

        private void Settle()
        {
            if (task == null || !IsDone)
            {
                return;
            }
            if (Failure == null)
            {
                task.TrySetResult(result);
            }
            else
            {
                task.TrySetException(Failure);
            }
        }

        private void Tell()
        {
            Action<T> done = onDone;
            Action<Failure> failed = onFailed;
            onDone = null;
            onFailed = null;
            if (Failure == null)
            {
                done?.Invoke(result);
            }
            else
            {
                failed?.Invoke(Failure);
            }
        }
    }
}
