namespace UnityEngine.Events
{
    public delegate void UnityAction<T>(T first);

    public delegate void UnityAction<T, U>(T first, U second);

    public class UnityEvent<T>
    {
        private event UnityAction<T> Heard;

        public void AddListener(UnityAction<T> call)
        {
            Heard += call;
        }

        public void Invoke(T first)
        {
            Heard?.Invoke(first);
        }
    }

    public class UnityEvent<T, U>
    {
        private event UnityAction<T, U> Heard;

        public void AddListener(UnityAction<T, U> call)
        {
            Heard += call;
        }

        public void Invoke(T first, U second)
        {
            Heard?.Invoke(first, second);
        }
    }
}
